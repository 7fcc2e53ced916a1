package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import net.atrelay.app.Roles.Role;
import org.junit.jupiter.api.Test;

class RolesTest {
    private final List<Role> stopped = new ArrayList<>();
    private final Roles roles = new Roles();

    @Test
    void everyRoleIsStartedAndStopped() {
        assertEquals(EnumSet.allOf(Role.class), EnumSet.copyOf(Roles.START));
        assertEquals(EnumSet.allOf(Role.class), EnumSet.copyOf(Roles.STOP));
        assertEquals(Roles.START.size(), Roles.STOP.size());
    }

    @Test
    void theStopGoesFromTheHostsOutwardAndEndsAtTheStore() {
        Roles.START.forEach(role -> roles.started(role, () -> stopped.add(role)));
        roles.close();
        assertEquals(
                List.of(Role.INGEST, Role.SHARDS, Role.DOOR, Role.STREAM, Role.LISTENERS, Role.RESOLVER, Role.STORE),
                stopped);
    }

    @Test
    void whatHasNotStartedIsNotStopped() {
        roles.started(Role.STORE, () -> stopped.add(Role.STORE));
        roles.started(Role.SHARDS, () -> stopped.add(Role.SHARDS));
        roles.close();
        roles.close();
        assertEquals(List.of(Role.SHARDS, Role.STORE), stopped);
    }

    @Test
    void aRoleThatDoesNotStopKeepsNoOtherFromIt() {
        roles.started(Role.STORE, () -> stopped.add(Role.STORE));
        roles.started(Role.INGEST, () -> {
            throw new IllegalStateException("stuck");
        });
        roles.close();
        assertEquals(List.of(Role.STORE), stopped);
    }

    @Test
    void aStartOutOfOrderIsRefused() {
        roles.started(Role.INGEST, () -> {});
        assertThrows(IllegalStateException.class, () -> roles.started(Role.SHARDS, () -> {}));
        assertThrows(IllegalStateException.class, () -> roles.started(Role.INGEST, () -> {}));
    }
}
