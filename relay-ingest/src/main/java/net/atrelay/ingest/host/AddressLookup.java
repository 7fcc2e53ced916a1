package net.atrelay.ingest.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Resolves a name to its addresses. Blocks.
public interface AddressLookup {
    /// The resolver of the machine.
    AddressLookup SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    List<InetAddress> lookup(String name) throws UnknownHostException;
}
