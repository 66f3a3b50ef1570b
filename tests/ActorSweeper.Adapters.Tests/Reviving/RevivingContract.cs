using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Tests.Reviving;

/// <summary>What another run for a failed message means, whatever keeps the session's files.</summary>
public abstract class RevivingContract
{
    protected static readonly DateTimeOffset Noon = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_message_becomes_pending_without_tries_and_is_due_at_once(bool dropAck)
    {
        Message("m1", "failed", tries: 5, processAfter: Noon);

        (await ReviveAsync("m1", dropAck)).ShouldBeTrue();

        var message = (await LookAsync()).Messages.ShouldHaveSingleItem();
        (message.Id, message.Status, message.Tries, message.ProcessAfter).ShouldBe(("m1", MessageStatus.Pending, 0, null));
    }

    [Theory]
    [InlineData("pending", true)]
    [InlineData("pending", false)]
    [InlineData("completed", true)]
    [InlineData("completed", false)]
    public async Task A_message_that_has_not_failed_is_left_alone(string status, bool dropAck)
    {
        Message("m1", status, tries: 2, processAfter: Noon);

        (await ReviveAsync("m1", dropAck)).ShouldBeFalse();

        (await LookAsync()).Messages.Where(message => message.Tries != 2 || message.ProcessAfter != Noon).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_does_not_exist_has_no_run()
    {
        (await ReviveAsync("m1", dropAck: true)).ShouldBeFalse();
        (await ReviveAsync("m1", dropAck: false)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("script-skip:error")]
    public async Task The_ack_that_failed_it_goes_with_it_and_fails_it_no_more(string ack)
    {
        Message("m1", "failed");
        Ack("m1", ack);
        var before = await LookAsync();

        (await ReviveAsync("m1", dropAck: true)).ShouldBeTrue();

        foreach (var cursor in new[] { AckCursor.Start, before.Cursor })
        {
            var after = await LookAsync(cursor);
            after.Acks.ShouldBeEmpty();
            after.Messages.ShouldHaveSingleItem().Status.ShouldBe(MessageStatus.Pending);
        }
    }

    [Theory]
    [InlineData("completed", false)]
    [InlineData("failed", true)]
    public async Task The_ack_of_the_new_run_is_carried(string ack, bool failed)
    {
        Message("m1", "failed");
        Ack("m1", "failed");
        var before = await LookAsync();
        (await ReviveAsync("m1", dropAck: true)).ShouldBeTrue();
        var between = await LookAsync(before.Cursor);

        // The same instant as before: nothing but the row tells the new ack from the old one.
        Ack("m1", ack);

        foreach (var cursor in new[] { AckCursor.Start, before.Cursor, between.Cursor })
        {
            var found = (await LookAsync(cursor)).Acks.ShouldHaveSingleItem();
            (found.MessageId, found.Failed).ShouldBe(("m1", failed));
        }
    }

    [Fact]
    public async Task Without_dropping_the_ack_it_would_fail_again_at_once_and_is_left_alone()
    {
        Message("m1", "failed", tries: 3);
        Ack("m1", "failed");

        (await ReviveAsync("m1", dropAck: false)).ShouldBeFalse();

        var look = await LookAsync();
        look.Messages.ShouldBeEmpty();
        look.Acks.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_late_ack_that_says_that_it_is_done_is_never_dropped()
    {
        Message("m1", "failed");
        Ack("m1", "completed");

        (await ReviveAsync("m1", dropAck: true)).ShouldBeFalse();
        (await ReviveAsync("m1", dropAck: false)).ShouldBeFalse();

        (await LookAsync()).Acks.ShouldHaveSingleItem().Failed.ShouldBeFalse();
    }

    [Fact]
    public async Task Claims_and_the_acks_of_others_stay()
    {
        Message("m1", "failed");
        Message("m2", "pending");
        Message("m3", "failed");
        Ack("m1", "processing");
        Ack("m2", "failed");
        Ack("m3", "failed");

        (await ReviveAsync("m1", dropAck: true)).ShouldBeTrue();
        (await ReviveAsync("m3", dropAck: true)).ShouldBeTrue();

        var look = await LookAsync();
        look.Claims.Select(claim => claim.MessageId).ShouldBe(["m1"]);
        look.Acks.Select(ack => ack.MessageId).ShouldBe(["m2"]);
    }

    [Fact]
    public async Task Each_message_of_one_order_has_its_own_answer()
    {
        Message("m1", "failed");
        Message("m2", "completed");
        Message("m3", "failed");
        Ack("m3", "failed");

        var applied = await Store.ApplyAsync(
            Session,
            [new MessageChange.Revive("m1", true), new MessageChange.Revive("m2", true), new MessageChange.Revive("m3", true)],
            [],
            TestContext.Current.CancellationToken);

        applied.ShouldBe([true, false, true]);
    }

    protected abstract ISessionStore Store { get; }

    protected abstract Session Session { get; }

    protected abstract void Message(string id, string status, int tries = 0, DateTimeOffset? processAfter = null);

    /// <summary>Writes an ack, or a claim, always as of the same instant.</summary>
    protected abstract void Ack(string messageId, string status);

    protected async Task<bool> ReviveAsync(string messageId, bool dropAck) => (await Store.ApplyAsync(
        Session, [new MessageChange.Revive(messageId, dropAck)], [], TestContext.Current.CancellationToken)).Single();

    protected Task<SessionEvidence> LookAsync(AckCursor? since = null) =>
        Store.ObserveAsync(Session, since ?? AckCursor.Start, TestContext.Current.CancellationToken);
}
