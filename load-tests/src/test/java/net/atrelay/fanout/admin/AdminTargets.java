package net.atrelay.fanout.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.atrelay.fanout.AddressBlock;
import net.atrelay.fanout.admin.token.AdminToken;
import net.atrelay.fanout.admin.token.AdminTokens;
import net.atrelay.fanout.admin.token.Authentication;
import net.atrelay.fanout.query.Arguments;
import net.atrelay.fanout.query.XrpcError;
import net.atrelay.fuzz.FuzzTarget;
import net.atrelay.fuzz.Seeds;

/// What operators, or others who reach their listener, send.
public final class AdminTargets {
    private static final String SECRET = "a-secret-of-some-length";
    private static final AdminTokens TOKENS = assertInstanceOf(
                    AdminTokens.Parsed.Ok.class, AdminTokens.parse("alice all " + SECRET))
            .tokens();
    private static final Authentication AUTHENTICATION = new Authentication(TOKENS, null, () -> 0);
    private static final long NUMBER_MAX = 1_000;

    private AdminTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                new FuzzTarget("admin-body", bodies(), AdminTargets::bodiesAreReadOrRefused),
                new FuzzTarget("admin-parameters", parameters(), AdminTargets::parametersAreReadOrRefused),
                new FuzzTarget("admin-tokens", tokens(), 2_000, AdminTargets::tokensAreWrittenAsRead),
                new FuzzTarget("authorization", authorizations(), AdminTargets::onlyTheSecretOpens),
                new FuzzTarget("address-block", blocks(), AdminTargets::blocksHoldTheirBase));
    }

    private static List<byte[]> bodies() {
        return Seeds.ofTexts(
                "{\"host\":\"pds.example.com\",\"flag\":true,\"number\":5}",
                "{\"host\":null,\"number\":1e400}",
                "{\"host\":\"a\",\"host\":\"b\"}",
                "[]",
                "{} {}");
    }

    /// A body is read, or refused as what its sender did wrong.
    private static void bodiesAreReadOrRefused(byte[] input) {
        AdminCall call = new AdminCall(
                AdminRoute.ADD_HOST, new Arguments("/", Map.of()), input, null, InetAddress.getLoopbackAddress());
        refusable(() -> {
            RequestBody body = RequestBody.of(call);
            refusable(() -> assertTrue(!body.text("host").isEmpty() && body.has("host")));
            refusable(() -> assertTrue(!body.flag("flag") || body.has("flag")));
            refusable(() -> {
                Long number = body.numberOrNull("number", 0, NUMBER_MAX);
                assertTrue(number == null || number >= 0 && number <= NUMBER_MAX);
            });
            refusable(() -> body.textOrNull("host"));
        });
    }

    private static List<byte[]> parameters() {
        return Seeds.ofTexts("true", "F", "configured", "5", "1000000000", "did:plc:abc", "");
    }

    private static void parametersAreReadOrRefused(byte[] input) {
        String text = Seeds.text(input);
        Arguments arguments = new Arguments("/", Map.of("limit", List.of(text), "x", List.of(text)));
        refusable(() -> Parameters.flagOrConfigured(arguments, "x"));
        refusable(() -> {
            Integer number = Parameters.numberOrConfigured(arguments, "x", (int) NUMBER_MAX);
            assertTrue(number == null || number >= 0 && number <= NUMBER_MAX);
        });
        refusable(() -> {
            int limit = Parameters.limit(arguments, 10, (int) NUMBER_MAX);
            assertTrue(limit >= 1 && limit <= NUMBER_MAX);
        });
        refusable(() -> assertEquals(text, Parameters.did(text).value()));
    }

    private static void refusable(Runnable request) {
        try {
            request.run();
        } catch (AdminRefusal refusal) {
            assertEquals(XrpcError.INVALID_REQUEST, refusal.answer().error());
            assertTrue(refusal.answer().message().length() < 200);
        }
    }

    private static List<byte[]> tokens() {
        return Seeds.ofTexts(
                "alice all " + SECRET,
                "bob read,hosts sha256:" + "ab".repeat(32) + "|# none|carol consumers 0123456789abcdef",
                "x read short");
    }

    /// What is taken is taken again as names, scopes and digests, which are all that is kept.
    private static void tokensAreWrittenAsRead(byte[] input) {
        if (AdminTokens.parse(Seeds.text(input)) instanceof AdminTokens.Parsed.Ok(AdminTokens tokens)) {
            StringBuilder written = new StringBuilder();
            for (AdminToken token : tokens.list()) {
                String scopes = String.join(
                        ",", token.scopes().stream().map(scope -> scope.word()).toList());
                written.append(token.name() + " " + scopes + " sha256:" + token.digest() + "\n");
            }
            assertEquals(new AdminTokens.Parsed.Ok(tokens), AdminTokens.parse(written.toString()));
        }
    }

    private static List<byte[]> authorizations() {
        return Seeds.ofTexts(
                "Bearer " + SECRET, "Basic YWRtaW46YS1zZWNyZXQtb2Ytc29tZS1sZW5ndGg=", "basic YWRtaW46", "x");
    }

    private static void onlyTheSecretOpens(byte[] input) {
        String header = Seeds.text(input);
        if (AUTHENTICATION.tokenOf(header) != null) {
            String lower = header.toLowerCase(Locale.ROOT);
            boolean isBearer = lower.startsWith("bearer ") && header.strip().endsWith(SECRET);
            assertTrue(isBearer || lower.startsWith("basic "), header);
        }
    }

    private static List<byte[]> blocks() {
        return Seeds.ofTexts("10.0.0.0/8", "::1", "2001:db8::/32", "127.0.0.1", "1.2.3.4/33", "fe80::1%1/64", "1/+8");
    }

    /// A block holds the address that it is written with, and is read again as it is shown.
    private static void blocksHoldTheirBase(byte[] input) {
        AddressBlock block = AddressBlock.parse(Seeds.text(input));
        if (block != null) {
            assertTrue(block.contains(block.base()));
            String written = block.base().getHostAddress() + "/" + block.prefixBits();
            assertEquals(block, AddressBlock.parse(written), written);
        }
    }
}
