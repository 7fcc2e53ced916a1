package net.atrelay.sim;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.atrelay.sim.Ledger.Due;
import net.atrelay.sim.host.SimHost;
import net.atrelay.sim.http.Loops;
import net.atrelay.sim.plc.SimPlc;
import net.atrelay.sim.repo.Commit;
import net.atrelay.sim.repo.Frames;
import net.atrelay.sim.repo.RepoOp;
import net.atrelay.sim.repo.SigningKey;
import net.atrelay.sim.repo.Write;
import org.jspecify.annotations.Nullable;

/// A whole atproto network in one process: a directory, hosts, accounts, and the ledger of what they announced.
///
/// Each call that makes an account do something announces it in the order a reference host does (create:
/// `#identity`, `#account`, `#commit`, `#sync`; activate: `#account`, `#identity`, `#sync`; rotate: `#identity`,
/// `#sync`). All changes go through one lock; sockets are served by a few threads of their own.
public final class SimNetwork implements AutoCloseable {

    private static final int LATE_FRAMES_MAX = 50;

    private final WorldConfig config;
    private final SimClock clock;
    private final Loops loops;
    private final SimPlc plc;
    private final List<SimHost> hosts = new ArrayList<>();
    private final List<Account> accounts = new ArrayList<>();
    private final Ledger ledger = new Ledger();
    private final SplittableRandom random;
    private final Births births;
    private final Faults faults;
    private final Announcer announcer;

    /// Builds the world and begins to listen. Accounts that exist from the start have a first commit nobody
    /// announced.
    public SimNetwork(WorldConfig config, SimClock clock) {
        this.config = config;
        this.clock = clock;
        this.random = new SplittableRandom(config.seed());
        this.births = new Births(config);
        this.announcer = new Announcer(ledger, random.split());
        this.faults = new Faults(this, announcer);
        this.loops = new Loops(2);
        this.plc = new SimPlc(loops, config.plcPort());
        for (int i = 0; i < config.hosts(); i++) {
            int port = config.basePort() == 0 ? 0 : config.basePort() + i;
            hosts.add(new SimHost(loops, port, 100 + random.nextInt(1_000_000)));
        }
        for (int i = 0; i < config.accounts(); i++) {
            // Each host has one account before sizes become uneven.
            SimHost host = hosts.get(i < hosts.size() ? i : zipf(hosts.size()));
            admit(births.born(i, host, true, clock.micros()));
        }
    }

    /// A world on the machine's clock.
    public static SimNetwork start(WorldConfig config) {
        return new SimNetwork(config, SimClock.system());
    }

    private Account admit(Account account) {
        account.repo.commit(List.of(), clock.micros());
        account.host().host(account);
        accounts.add(account);
        publishIdentity(account);
        return account;
    }

    /// Creates an account and announces it.
    public synchronized Account createAccount(SimHost host) {
        Account account = admit(births.born(accounts.size(), host, false, clock.micros()));
        announcer.say(account, Frames.identity(account.did(), account.handle(), time(account)), Due.MUST, "");
        announcer.say(account, Frames.account(account.did(), null, time(account)), Due.MUST, "");
        sayCommit(account, account.head());
        sync(account);
        return account;
    }

    /// Announces a commit with one new post.
    public synchronized Commit post(Account account) {
        return commit(account, List.of(newPost(account)));
    }

    /// Announces a commit with the given writes; none makes an empty commit.
    public synchronized Commit commit(Account account, List<Write> writes) {
        Commit commit = account.repo.commit(writes, clock.micros());
        sayCommit(account, commit);
        return commit;
    }

    /// Makes a commit whose frame nobody will ever see, as one that was lost with its host's log.
    public synchronized Commit commitUnheard(Account account) {
        account.isMissed(true);
        return account.repo.commit(List.of(newPost(account)), clock.micros());
    }

    /// Announces an update of one of the account's records, which must have some.
    public synchronized Commit update(Account account) {
        return commit(
                account,
                List.of(new Write.Update(account.somePath(), newPost(account).record())));
    }

    /// Announces the deletion of one of the account's records, which must have some.
    public synchronized Commit delete(Account account) {
        return commit(account, List.of(new Write.Delete(account.somePath())));
    }

    /// Gives an account another signing key.
    ///
    /// @param announce whether the host says so (`#identity`, `#sync`); otherwise only the directory knows
    public synchronized void rotateKey(Account account, boolean announce) {
        account.repo.rotate(nextKey(account));
        if (!announce) {
            publishIdentity(account);
            return;
        }
        account.repo.commit(List.of(), clock.micros());
        SimPlc.Identity identity = identity(account);
        announcer.say(
                account.host(),
                account.did(),
                Frames.identity(account.did(), account.handle(), time(account)),
                Due.MUST,
                "",
                () -> plc.put(account.did(), identity));
        sync(account);
    }

    /// Moves an account with its repo to another host: the directory changes, the new host announces, the old one
    /// takes its leave, which a relay may or may not still believe.
    public synchronized void migrate(Account account, SimHost to) {
        ledger.mayBeLate(account.did(), LATE_FRAMES_MAX, "before a migration");
        move(account, to);
    }

    /// As [#migrate], of an account none of whose frames is under way: nothing that it has said is excused.
    public synchronized void move(Account account, SimHost to) {
        SimHost from = account.host();
        account.repo.rotate(nextKey(account));
        account.host(to);
        to.host(account);
        from.forget(account.did());
        account.repo.commit(List.of(), clock.micros());
        SimPlc.Identity identity = identity(account);
        announcer.say(
                to,
                account.did(),
                Frames.account(account.did(), null, time(account)),
                Due.MUST,
                "",
                () -> plc.put(account.did(), identity));
        announcer.say(account, Frames.identity(account.did(), account.handle(), time(account)), Due.MUST, "");
        sync(account);
        Frames.Unsequenced leave = Frames.account(account.did(), "deactivated", time(account));
        announcer.say(from, account.did(), leave, Due.MAY, "old host after a migration", null);
    }

    /// Announces that an account is deactivated.
    public synchronized void deactivate(Account account) {
        status(account, "deactivated");
    }

    /// Announces that an account is taken down by its host.
    public synchronized void takeDown(Account account) {
        status(account, "takendown");
    }

    /// Announces that an account is deleted.
    public synchronized void deleteAccount(Account account) {
        status(account, "deleted");
    }

    private void status(Account account, String status) {
        account.status(status);
        announcer.say(account, Frames.account(account.did(), status, time(account)), Due.MUST, "");
    }

    /// Announces that an account is active again.
    public synchronized void activate(Account account) {
        account.status(null);
        account.repo.commit(List.of(), clock.micros());
        announcer.say(account, Frames.account(account.did(), null, time(account)), Due.MUST, "");
        announceIdentity(account);
        sync(account);
    }

    /// Announces that something about an account's identity may have changed.
    public synchronized void announceIdentity(Account account) {
        announcer.say(account, Frames.identity(account.did(), account.handle(), time(account)), Due.MUST, "");
    }

    /// Ends an account's DID in the directory; its host says `#identity`. A relay says by itself that it is
    /// deleted.
    public synchronized void tombstone(Account account) {
        ledger.allowSynthetic(account.did(), "#account");
        account.status("deleted");
        announcer.say(
                account.host(),
                account.did(),
                Frames.identity(account.did(), null, time(account)),
                Due.MUST,
                "",
                () -> plc.tombstone(account.did()));
    }

    /// Makes a fault happen; false when it could not.
    public synchronized boolean inject(Fault fault, Account account) {
        return faults.inject(fault, account);
    }

    /// How often a fault really happened.
    public long injected(Fault fault) {
        return faults.injected(fault);
    }

    /// A post to be created, with its path remembered.
    Write.Create newPost(Account account) {
        return create(account, Records.POST);
    }

    Write.Create create(Account account, String collection) {
        long now = clock.micros();
        String path = collection + "/" + account.recordKeys.next(now);
        return new Write.Create(
                path, Records.of(collection, account.random, account.did(), SimClock.text(now / 1_000)));
    }

    private void sync(Account account) {
        account.isMissed(false);
        announcer.say(account, Frames.sync(account.head(), time(account)), Due.MUST, "");
    }

    private void sayCommit(Account account, Commit commit) {
        for (RepoOp op : commit.ops()) {
            switch (op.action()) {
                case "create" -> account.remember(op.path());
                case "delete" -> account.forgetPath(op.path());
                default -> {}
            }
        }
        Frames.Unsequenced frame = Frames.commit(commit, time(account));
        account.lastCommit = frame;
        announcer.say(account, frame, Due.MUST, "");
    }

    private SigningKey nextKey(Account account) {
        return Births.key(account.did(), account.keys++);
    }

    private SimPlc.Identity identity(Account account) {
        return new SimPlc.Identity(
                account.handle(), account.repo.key().multikey(), account.host().endpoint(), false);
    }

    private void publishIdentity(Account account) {
        plc.put(account.did(), identity(account));
    }

    /// A number below `n`, 0 being the likeliest, by Zipf's law.
    private int zipf(int n) {
        return (int) Math.min(n - 1, Math.floor(Math.pow(n + 1, random.nextDouble()) - 1));
    }

    /// From now on nothing is published; the order of announcements is kept for [Recording].
    synchronized void hold() {
        announcer.keepOrder();
        hosts.forEach(SimHost::hold);
    }

    Announcer announcer() {
        return announcer;
    }

    String time(Account account) {
        return account.nextTime(clock.micros());
    }

    long micros() {
        return clock.micros();
    }

    Loops loops() {
        return loops;
    }

    /// The choices of this world that no account makes.
    SplittableRandom random() {
        return random;
    }

    /// The seed and sizes this world grew from.
    public WorldConfig config() {
        return config;
    }

    /// The directory.
    public SimPlc plc() {
        return plc;
    }

    /// All hosts, biggest first.
    public List<SimHost> hosts() {
        return hosts;
    }

    /// All accounts, oldest first.
    public synchronized List<Account> accounts() {
        return List.copyOf(accounts);
    }

    synchronized Account account(int number) {
        return accounts.get(number);
    }

    synchronized int accountCount() {
        return accounts.size();
    }

    /// What was announced.
    public Ledger ledger() {
        return ledger;
    }

    /// A consumer on this world's threads, for tests and the demo.
    public SimConsumer consume(URI relay, @Nullable Long cursor, SimConsumer.Listener listener) {
        return new SimConsumer(loops, relay, cursor, listener);
    }

    @Override
    public void close() {
        hosts.forEach(SimHost::close);
        plc.close();
        loops.close();
    }
}
