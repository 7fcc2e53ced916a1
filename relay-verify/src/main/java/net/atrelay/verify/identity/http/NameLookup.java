package net.atrelay.verify.identity.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Resolves a name to its addresses. Blocks, and holds a carrier thread while it does.
public interface NameLookup {
    /// The resolver of the machine.
    NameLookup SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    List<InetAddress> lookUp(String name) throws UnknownHostException;
}
