/// Tests against real servers and real consumers: a PLC directory and PDSs of the reference implementation, the relay
/// as a process of its own, and the libraries that most consumers use (`mvn verify -P realnet`).
///
/// What is compared here is compared without the relay's own code.
@NullMarked
package net.atrelay.realnet;

import org.jspecify.annotations.NullMarked;
