/// `relay cluster-bench`: what a cluster on Kafka does and costs, by role, and against the least that reading and
/// writing the same records can cost. Owns the processes of a small cluster on this machine and what is measured of
/// them. Knows nothing of how nodes work inside.
@NullMarked
package net.atrelay.bench.cluster;

import org.jspecify.annotations.NullMarked;
