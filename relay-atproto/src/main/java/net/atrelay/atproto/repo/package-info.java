/// The blocks of a repo other than its tree: the signed commit and the records (spec: repository). Read in
/// place; judges no content of records and knows no keys or policy.
@NullMarked
package net.atrelay.atproto.repo;

import org.jspecify.annotations.NullMarked;
