package net.atrelay.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The direction of the modules, the purity of the core, and the fences around libraries.
class ArchitectureTest {
    private static final String CRYPTO = "net.atrelay.atproto.crypto..";
    private static final String[] CORE = {
        "net.atrelay.atproto..", "net.atrelay.verify.core..", "net.atrelay.verify.proof.."
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("net.atrelay");

    @ParameterizedTest
    @ValueSource(strings = {"atproto", "store", "ingest", "verify", "fanout", "app"})
    void everyModuleIsSeen(String module) {
        assertTrue(CLASSES.stream().anyMatch(resideInAPackage("net.atrelay." + module + "..")), module);
    }

    @Test
    void modulesDependInOneDirection() {
        check(layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("atproto")
                .definedBy("net.atrelay.atproto..")
                .layer("store")
                .definedBy("net.atrelay.store..")
                .layer("ingest")
                .definedBy("net.atrelay.ingest..")
                .layer("verify")
                .definedBy("net.atrelay.verify..")
                .layer("fanout")
                .definedBy("net.atrelay.fanout..")
                .layer("app")
                .definedBy("net.atrelay.app..")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("ingest")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("verify")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("fanout")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("atproto")
                .mayNotAccessAnyLayer()
                .whereLayer("store")
                .mayOnlyAccessLayers("atproto"));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("net.atrelay.(**)").should().beFreeOfCycles());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.nio.channels..",
                "java.nio.file..",
                "java.util.concurrent..", // but TimeUnit, which is arithmetic
                "java.util.random..",
                "org.slf4j..",
                "io.micrometer.."
            })
    void theCoreKnowsNoThreadsFilesLogsOrMetrics(String effect) {
        check(noClasses()
                .that(resideInAnyPackage(CORE))
                .and()
                .resideOutsideOfPackage(CRYPTO)
                .should()
                .dependOnClassesThat(resideInAPackage(effect).and(not(equivalentTo(TimeUnit.class)))));
    }

    @Test
    void theCoreReadsNoStream() {
        check(noClasses()
                .that(resideInAnyPackage(CORE))
                .and()
                .resideOutsideOfPackage(CRYPTO)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(java.io.InputStream.class, java.io.Reader.class, java.io.File.class));
    }

    @Test
    void theCoreHasNoSockets() {
        check(noClasses()
                .that(resideInAnyPackage(CORE))
                .should()
                .dependOnClassesThat(resideInAPackage("java.net..").and(areNotAddresses())));
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .and()
                .resideOutsideOfPackage("net.atrelay.atproto.host..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(InetAddress.class));
    }

    private static DescribedPredicate<JavaClass> areNotAddresses() {
        return DescribedPredicate.describe(
                "are not addresses",
                type -> !type.isAssignableTo(InetAddress.class)
                        && !type.isEquivalentTo(java.net.UnknownHostException.class));
    }

    @Test
    void theCoreIsToldTheTime() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime"));
    }

    @Test
    void theCoreThrowsNoDice() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID"));
    }

    /// A library, and the packages that may know it (`nowhere` is none).
    @ParameterizedTest
    @CsvSource({
        "io.netty..,             net.atrelay.ingest.host.. | net.atrelay.fanout.websocket.. |"
                + " net.atrelay.fanout.http..",
        "org.rocksdb..,          net.atrelay.store.rocks..",
        "org.apache.hc..,        net.atrelay.verify.identity..",
        "java.net.http..,        net.atrelay.app.pull..",
        "org.apache.kafka..,     net.atrelay.store.kafka..",
        "io.prometheus..,        net.atrelay.app..",
        "io.micrometer.prometheusmetrics.., net.atrelay.app..",
        "picocli..,              net.atrelay.app..",
        "ch.qos.logback..,       net.atrelay.app..",
        "org.bouncycastle..,     net.atrelay.atproto.crypto..",
        "fr.acinq..,             net.atrelay.atproto.crypto..",
        "com.amazon..,           net.atrelay.atproto.crypto.."
    })
    void aLibraryStaysBehindItsFence(String library, String inside) {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(inside.split(" \\| "))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    @Test
    void onlyConfigurationReadsTheEnvironment() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("net.atrelay.app.config..")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
