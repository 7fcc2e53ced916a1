/// What an operator may ask of a running relay: interfaces between the stages that do it and the API that takes the
/// wish. Every change holds at once and is durable when its method has returned, or its stage is done.
@NullMarked
package net.atrelay.store.control;

import org.jspecify.annotations.NullMarked;
