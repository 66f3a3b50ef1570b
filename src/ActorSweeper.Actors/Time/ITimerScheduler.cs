namespace ActorSweeper.Actors;

/// <summary>Implement it with an auto-property and the runtime sets <see cref="Timers"/> before the constructor runs. The timers end
/// with the instance: at a restart and at the end.</summary>
public interface IWithTimers
{
    /// <summary>The actor's timers.</summary>
    ITimerScheduler Timers { get; set; }
}

/// <summary>Sends messages to the actor itself later, by the system's clock. A timer has a key; starting it again replaces it. A
/// message of a cancelled, replaced or earlier instance's timer is never delivered, even if it is queued already. For use inside the
/// actor only.</summary>
public interface ITimerScheduler
{
    /// <summary>Sends a message once after a delay; zero means at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    /// <summary>Sends a message after each interval. Virtual time that passes several intervals sends one for each.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The interval is not greater than zero.</exception>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    /// <summary>Sends a message after the initial delay and then after each interval.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The interval is not greater than zero, or the delay is negative.</exception>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    /// <summary>Whether a timer of that key is running; false already inside the handler of a single timer's message.</summary>
    bool IsTimerActive(object key);

    /// <summary>Cancels a timer; does nothing when there is none.</summary>
    void Cancel(object key);

    /// <summary>Cancels all timers.</summary>
    void CancelAll();
}
