namespace ActorSweeper.Actors;

// Handlers that await. The mailbox is suspended until the task has ended; continuations arrive as system messages.
internal sealed partial class ActorCell
{
    public void RunAsync<T>(Func<T, Task> handler, T message)
    {
        Task? task = null;
        InContext(() => task = handler(message));
        if (task!.IsCompleted)
        {
            task.GetAwaiter().GetResult();
            return;
        }

        _awaiting = true;
        SuspendMailbox();
        _ = task.NotifyInline(completed => SendSystem(new HandlerCompleted(completed)));
    }

    private void InContext(Action act)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(Extra.Continuations ??= new(this));
        try
        {
            act();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private void RunContinuation(Continuation continuation)
    {
        try
        {
            InContext(continuation.Run);
        }
        catch (Exception cause)
        {
            // Only an async void method lets an exception out here.
            Fail(cause, perpetrator: null);
        }
    }

    private void CompleteHandler(Task task)
    {
        _awaiting = false;
        if (_phase < Phase.Terminating) ResumeMailbox();
        try
        {
            task.GetAwaiter().GetResult();
            _message = _sender = null;
        }
        catch (Exception cause)
        {
            Fail(cause, perpetrator: null);
        }
    }

    /// <summary>Brings whatever follows an await back into the actor.</summary>
    private sealed class ContinuationContext(ActorCell cell) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => cell.SendSystem(new Continuation(d, state));

        public override void Send(SendOrPostCallback d, object? state) =>
            throw new NotSupportedException("An actor cannot be entered synchronously");

        public override SynchronizationContext CreateCopy() => this;
    }
}
