package net.atrelay.app.config;

/// What this program is called and which version it is.
public final class Release {
    private Release() {}

    /// The version that the build wrote into the jar's manifest; `dev` when it runs from classes.
    public static String version() {
        String version = Release.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
