package net.atrelay.mutants;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// The process in which tests meet a mutant: runs packages or classes until a test fails. What profiles run (`…IT`) is
/// left out.
///
/// Ends with 0 when all were green, 1 at the first that failed, 2 when there was nothing to run. Writes one line: the
/// test that failed, or how many were green.
final class SuiteRun implements TestExecutionListener {
    static final int GREEN = 0;
    static final int RED = 1;
    static final int EMPTY = 2;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    /// @param args names of packages, and of classes, which begin with a capital
    public static void main(String[] args) {
        List<DiscoverySelector> selectors = new ArrayList<>();
        for (String name : args) {
            boolean isClass = Character.isUpperCase(name.charAt(name.lastIndexOf('.') + 1));
            selectors.add(isClass ? DiscoverySelectors.selectClass(name) : DiscoverySelectors.selectPackage(name));
        }
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .filters(ClassNameFilter.excludeClassNamePatterns(".*IT"))
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        SuiteRun run = new SuiteRun();
        LauncherFactory.create().execute(request, summary, run);
        long green = summary.getSummary().getTestsSucceededCount();
        run.end(green + " tests", green == 0 ? EMPTY : GREEN);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            end(test.getDisplayName() + " in " + test.getLegacyReportingName(), RED);
        }
    }

    /// Threads of the tests must not hold the process up.
    private void end(String word, int code) {
        out.println(word.lines().findFirst().orElse(""));
        Runtime.getRuntime().halt(code);
    }
}
