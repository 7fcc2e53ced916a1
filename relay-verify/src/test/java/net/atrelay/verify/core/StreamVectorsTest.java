package net.atrelay.verify.core;

import static net.atrelay.verify.core.FoldFixture.HOST;
import static net.atrelay.verify.core.FoldFixture.OTHER_HOST;
import static net.atrelay.verify.core.Verdicts.assertAccepted;
import static net.atrelay.verify.core.Verdicts.assertDropped;
import static net.atrelay.verify.core.Verdicts.assertIgnored;
import static net.atrelay.verify.core.Verdicts.assertWaitsForHostStatus;
import static net.atrelay.verify.core.Verdicts.assertWaitsForIdentity;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import net.atrelay.atproto.car.CarRoots;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.car.CarWriter;
import net.atrelay.atproto.cbor.CborValue;
import net.atrelay.atproto.cbor.CborValue.Array;
import net.atrelay.atproto.cbor.CborValue.Bytes;
import net.atrelay.atproto.cbor.CborValue.Fields;
import net.atrelay.atproto.cbor.CborValue.Link;
import net.atrelay.atproto.cbor.CborValue.Text;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.store.account.RepoHead;
import net.atrelay.store.bus.RawFrame;
import org.junit.jupiter.api.Test;

/// The pinned stream V1 to V10 of one account and every derived outcome (protocol reference, appendix A).
class StreamVectorsTest {
    private static final Map<String, byte[]> VECTORS = vectors();
    private static final int HEADER_BYTES = 15;

    private final FoldFixture account = withKey(TestKey.OTHER_DID_KEY);

    @Test
    void allTenPassWithEveryByteKept() {
        for (int i = 1; i <= 10; i++) {
            if (i == 9) {
                // What the #identity V8 announces.
                account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
            }
            byte[] frame = vector(i);
            Step step = account.from(HOST, frame);
            assertAccepted(step);
            assertArrayEquals(frame, FoldFixture.only(step.events()).frame(), "V" + i);
            if (i == 1) {
                account.answer(new IdentityAnswer.Resolved(TestKey.OTHER_DID_KEY, HOST, account.now));
            }
            account.now += FoldFixture.SECOND;
        }
        assertEquals(
                new RepoHead(
                        "3mbd35flpo227",
                        cid("bafyreie3ct36kbgk4c72eh6xndla6f4tmebylepydodaxhaij6szjws5gq"),
                        cid("bafyreiafsythjs7hhbwcs4pwcvfodct56655jzipfllnfkwxzheqwnofji"),
                        false),
                account.state.head());
    }

    @Test
    void v4TwiceIsIgnored() {
        assertAccepted(take(4));
        assertIgnored(Reason.REV_NOT_NEWER, take(4));
    }

    @Test
    void v6WithoutV5IsAMarkedBreak() {
        assertAccepted(take(4));
        assertAccepted(take(6), Reason.CHAIN_BROKEN, Reason.SINCE_DIFFERS);
        assertEquals(true, head().desynchronized());
    }

    @Test
    void v9WithTheOldKeyCausesOneRefresh() {
        assertAccepted(take(7));
        RawFrame raw = account.rawFrom(HOST, vector(9));
        assertEquals(true, assertWaitsForIdentity(account.take(raw)).forced());
        account.tried = new Input.Tried(true, false);
        assertDropped(Reason.SIGNATURE_INVALID, account.take(raw));
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
        assertAccepted(account.take(raw));
    }

    @Test
    void v10AfterV7IsCountedOnly() {
        assertAccepted(take(7));
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
        assertAccepted(take(10), Reason.SINCE_DIFFERS);
        assertEquals(false, head().desynchronized());
    }

    @Test
    void v5WithAnotherPrevDataIsDropped() {
        assertAccepted(take(4));
        RepoHead before = head();
        byte[] frame = vector(5).clone();
        frame[frame.length - 1] ^= 1;
        assertDropped(Reason.INVERSION_FAILED, account.from(HOST, frame));
        assertEquals(before, head());
    }

    @Test
    void v6WithoutOneOfItsOpsIsDropped() throws Exception {
        Fields payload = payload(6);
        Array ops = (Array) Objects.requireNonNull(payload.field("ops"));
        assertDropped(
                Reason.INVERSION_FAILED,
                account.from(
                        HOST, changed(payload, "ops", new Array(ops.elements().subList(0, 1)))));
    }

    @Test
    void v4WithTheCommitCidOfV5IsDropped() throws Exception {
        Link other = (Link) Objects.requireNonNull(payload(5).field("commit"));
        assertDropped(Reason.COMMIT_INVALID, account.from(HOST, changed(payload(4), "commit", other)));
    }

    /// The commit block and its CID change with the signature, so both are written anew.
    @Test
    void v4WithHighSIsDroppedAfterOneRefresh() throws Exception {
        RawFrame raw = account.rawFrom(HOST, withHighS(payload(4)));
        assertEquals(true, assertWaitsForIdentity(account.take(raw)).forced());
        account.tried = new Input.Tried(true, false);
        assertDropped(Reason.SIGNATURE_INVALID, account.take(raw));
        assertAccepted(take(4));
    }

    @Test
    void v4WithASurplusKeyKeepsIt() throws Exception {
        byte[] frame = changed(payload(4), "surplus", new Text("kept"));
        Step step = account.from(HOST, frame);
        assertAccepted(step);
        assertArrayEquals(frame, FoldFixture.only(step.events()).frame());
    }

    @Test
    void v4FromAnotherHostCausesOneRefreshAndIsDropped() {
        RawFrame raw = account.rawFrom(OTHER_HOST, vector(4));
        assertEquals(true, assertWaitsForIdentity(account.take(raw)).forced());
        account.answer(new IdentityAnswer.Resolved(TestKey.OTHER_DID_KEY, HOST, account.now));
        account.tried = new Input.Tried(true, false);
        assertDropped(Reason.HOST_MISMATCH, account.take(raw));
    }

    @Test
    void v4OfADeactivatedAccountAsksAndIsDropped() {
        assertAccepted(account.from(HOST, FoldFixture.account(false, "deactivated")));
        RawFrame raw = account.rawFrom(HOST, vector(4));
        assertWaitsForHostStatus(account.take(raw));
        account.answer(new HostStatusAnswer.Stated(false, "deactivated"));
        account.tried = new Input.Tried(false, true);
        assertDropped(Reason.UPSTREAM_INACTIVE, account.take(raw));
    }

    private Step take(int vector) {
        return account.from(HOST, vector(vector));
    }

    private RepoHead head() {
        return Objects.requireNonNull(account.state.head());
    }

    private static FoldFixture withKey(String key) {
        FoldFixture fixture = FoldFixture.known();
        fixture.state =
                fixture.state.withIdentity(FoldFixture.resolved(key, HOST, fixture.now - 60 * FoldFixture.SECOND));
        return fixture;
    }

    private static byte[] vector(int number) {
        return Objects.requireNonNull(VECTORS.get("V" + number));
    }

    private static Cid cid(String text) {
        return Objects.requireNonNull(Cid.parse(text));
    }

    /// The payload of a `#commit` vector: their headers are all of one length.
    private static Fields payload(int vector) throws Exception {
        byte[] frame = vector(vector);
        byte[] payload = java.util.Arrays.copyOfRange(frame, HEADER_BYTES, frame.length);
        return (Fields) CborValue.decode(payload);
    }

    private static byte[] withHighS(Fields payload) throws Exception {
        Bytes blocks = (Bytes) Objects.requireNonNull(payload.field("blocks"));
        CarSlice slice = (CarSlice) CarSlice.parse(blocks.value(), CarRoots.EXACTLY_ONE);
        Map<String, CborValue> commit =
                new HashMap<>(((Fields) CborValue.decode(slice.copyOf(slice.find(slice.root())))).fields());
        Bytes signature = (Bytes) Objects.requireNonNull(commit.get("sig"));
        commit.put("sig", new Bytes(TestKey.highSOfOther(signature.value())));
        byte[] block = new Fields(commit).encode();
        CarWriter car = new CarWriter(Cid.ofDagCbor(block)).dagCbor(block);
        for (int i = 0; i < slice.blockCount(); i++) {
            car.block(slice.cidOf(i), slice.copyOf(slice.blockOf(i)));
        }
        Map<String, CborValue> fields = new HashMap<>(payload.fields());
        fields.put("blocks", new Bytes(car.toBytes()));
        return changed(
                new Fields(fields), "commit", new Link(Cid.ofDagCbor(block).toBytes()));
    }

    private static byte[] changed(Fields payload, String key, CborValue value) {
        Map<String, CborValue> fields = new HashMap<>(payload.fields());
        fields.put(key, value);
        byte[] changed = new Fields(fields).encode();
        byte[] frame = new byte[HEADER_BYTES + changed.length];
        System.arraycopy(vector(4), 0, frame, 0, HEADER_BYTES);
        System.arraycopy(changed, 0, frame, HEADER_BYTES, changed.length);
        return frame;
    }

    private static Map<String, byte[]> vectors() {
        Map<String, byte[]> vectors = new HashMap<>();
        try (InputStream in =
                Objects.requireNonNull(StreamVectorsTest.class.getResourceAsStream("stream-vectors.txt"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            text.lines().forEach(line -> {
                String[] parts = line.split(" ", 2);
                vectors.put(parts[0], Base64.getDecoder().decode(parts[1]));
            });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return vectors;
    }
}
