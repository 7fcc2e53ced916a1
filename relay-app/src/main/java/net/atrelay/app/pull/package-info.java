/// The command `relay pull-hosts`: brings a relay that runs to know the hosts that another relay lists. What it asks
/// of its own relay goes over the routes of administration, so it needs neither its data nor its process.
@NullMarked
package net.atrelay.app.pull;

import org.jspecify.annotations.NullMarked;
