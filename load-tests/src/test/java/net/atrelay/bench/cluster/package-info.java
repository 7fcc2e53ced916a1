@NullMarked
package net.atrelay.bench.cluster;

import org.jspecify.annotations.NullMarked;
