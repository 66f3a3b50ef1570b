namespace ActorSweeper.Actors;

// Creation and end. How failure and restart go is in ActorCell.Failure.cs.
internal sealed partial class ActorCell
{
    protected override void HandleSystem(SystemMessage message)
    {
        if (MustWait(message))
        {
            Extra.Deferred.Add(message);
            return;
        }

        Act(message);
        while (_extras is { Deferred: [var next, ..] deferred } && !MustWait(next))
        {
            deferred.RemoveAt(0);
            Act(next);
        }
    }

    /// <summary>A decision about children or about this cell waits until the cell is able to carry it out.</summary>
    private bool MustWait(SystemMessage message) => message switch
    {
        Failed => IsSuspended && _phase < Phase.Terminating,
        Recreate => _awaiting || _phase is Phase.CreatingAgain or Phase.Restarting,
        Suspend or Resume => _phase is Phase.CreatingAgain or Phase.Restarting,
        _ => false,
    };

    private void Act(SystemMessage message)
    {
        if (message is Continuation continuation) RunContinuation(continuation);
        else if (message is HandlerCompleted completed) CompleteHandler(completed.Task);
        else if (message is Watch watch) AddWatcher(watch.Watcher);
        else if (message is Unwatch unwatch) _extras?.Watches?.Watchers.Remove(unwatch.Watcher);
        else if (message is DeathWatchNotification death) HandleDeath(death);
        else if (_phase < Phase.Terminating) ActWhileAlive(message);
    }

    private void ActWhileAlive(SystemMessage message)
    {
        if (message is Create) CreateActor();
        else if (message is Terminate) BeginTermination();
        else if (message is Failed failed) HandleChildFailure(failed);
        else if (message is Resume resume) ResumeActor(resume.Cause);
        else if (message is Recreate recreate) RestartActor(recreate.Cause);
        else if (message is Suspend)
        {
            SuspendMailbox();
            SuspendChildren(except: null);
        }
    }

    private void CreateActor()
    {
        try
        {
            _actor = NewActor();
            _actor.CallPreStart();
        }
        catch (Exception cause)
        {
            _actor = null;
            _timers?.CancelAll();
            Fail(new ActorInitializationException(this, "Exception during creation", cause), perpetrator: null);
        }
    }

    private void BeginTermination()
    {
        _phase = Phase.Terminating;
        _failed = false;
        _extras?.Deferred.Clear();
        SetReceiveTimeout(null);
        _children?.Refuse();
        if (_children?.StopAll() == true) SuspendMailbox();
        else FinishTermination();
    }

    private void FinishTermination()
    {
        _timers?.CancelAll();
        if (_actor is not null) Attempt("PostStop", _actor.CallPostStop);
        _extras?.Stash?.UnstashAll();
        _phase = Phase.Terminated;
        Close();
        if (_subscribed) System.EventStream.Unsubscribe(this);
        parent.SendSystem(new DeathWatchNotification(this, existed: true));
        EndWatches();
        (_actor, _timers) = (null, null);
        if (_awaiting) return;
        // A handler that has yet to finish still needs its sender and its way back.
        (_message, _sender, _extras) = (null, null, null);
    }

    /// <summary>A child has ended: that may be what the cell was waiting for.</summary>
    private void ContinueAfterChild()
    {
        if (_phase == Phase.Terminating && _children!.Count == 0) FinishTermination();
        else if (_phase == Phase.CreatingAgain && !_children!.AnyStopping) CreateAgain();
        else if (_phase == Phase.Restarting && !_children!.AnyStopping) FinishRestart();
    }
}
