namespace ActorSweeper.Actors;

/// <summary>Where actors run: on the thread pool, or in a fixed order on one thread (<see cref="DeterministicDispatcher"/>).</summary>
public abstract class Dispatcher
{
    private protected Dispatcher() { }

    internal static Dispatcher ThreadPool { get; } = new ThreadPoolDispatcher();

    /// <summary>How a task that somebody outside awaits goes on.</summary>
    internal abstract TaskCreationOptions ContinuationOptions { get; }

    internal abstract void Schedule(Mailbox mailbox);

    private sealed class ThreadPoolDispatcher : Dispatcher
    {
        internal override TaskCreationOptions ContinuationOptions => TaskCreationOptions.RunContinuationsAsynchronously;

        /// <summary>To the present worker's own queue, so that a reply wakes its receiver while the caches are warm.</summary>
        internal override void Schedule(Mailbox mailbox) =>
            global::System.Threading.ThreadPool.UnsafeQueueUserWorkItem(mailbox, preferLocal: true);
    }
}
