using Akka.Configuration;
using Akka.Dispatch;

namespace ActorSweeper.Supervision.Runtime;

/// <summary>
/// Compiled only with <c>ActorRuntime=akka</c>: creates an Akka.NET system whose timers, receive timeouts and delays run on the
/// given time, through <see cref="TimeProviderScheduler"/>. (Akka.NET's own Ask timeouts stay on the machine's clock; supervision
/// uses none.)
/// </summary>
internal static class ActorRuntime
{
    public static ActorSystem Create(string name, TimeProvider time)
    {
        TimeProviderScheduler.Time = time;
        return ActorSystem.Create(name, ConfigurationFactory.ParseString(
            $"akka {{ scheduler.implementation = \"{typeof(TimeProviderScheduler).AssemblyQualifiedName}\" }}\n"
            + "akka { log-dead-letters = off, loglevel = OFF, stdout-loglevel = OFF }"));
    }
}

/// <summary>Akka.NET's scheduler on a <see cref="TimeProvider"/>.</summary>
internal sealed class TimeProviderScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    [ThreadStatic]
    private static TimeProvider? s_time;

    private readonly TimeProvider _time;
    private readonly long _start;

    public TimeProviderScheduler(Config config, ILoggingAdapter log)
        : base(config, log) => (_time, _start) = (Time, Time.GetTimestamp());

    /// <summary>
    /// The time of the system that this thread creates next: Akka.NET makes the scheduler itself, from its configuration.
    /// </summary>
    public static TimeProvider Time
    {
        get => s_time ?? TimeProvider.System;
        set => s_time = value;
    }

    public override TimeSpan MonotonicClock => _time.GetElapsedTime(_start);

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => _time.GetUtcNow();

    public void Dispose()
    {
    }

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(delay, Timeout.InfiniteTimeSpan, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Schedule(delay, Timeout.InfiniteTimeSpan, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Schedule(initialDelay, interval, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Schedule(delay, Timeout.InfiniteTimeSpan, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Schedule(initialDelay, interval, action.Run, cancelable);

    private void Schedule(TimeSpan delay, TimeSpan interval, Action action, ICancelable? cancelable)
    {
        if (cancelable?.IsCancellationRequested == true) return;
        var timer = _time.CreateTimer(_ => Run(action, cancelable), null, delay, interval);
        cancelable?.Token.Register(timer.Dispose);
    }

    private static void Run(Action action, ICancelable? cancelable)
    {
        if (cancelable?.IsCancellationRequested != true) action();
    }
}
