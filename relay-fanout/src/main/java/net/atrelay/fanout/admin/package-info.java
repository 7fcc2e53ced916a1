/// What operators may ask over HTTP: who they are and what they may, the routes with their JSON, and the record of
/// each change. Knows no socket and no HTTP library, and the stages only as the interfaces of `store.control`; owns
/// no thread: who calls it lets it block.
@NullMarked
package net.atrelay.fanout.admin;

import org.jspecify.annotations.NullMarked;
