namespace ActorSweeper.Actors;

// Failure and restart. A failing cell suspends itself and its children until its supervisor has decided.
internal sealed partial class ActorCell
{
    private SupervisorStrategy Strategy =>
        Extra.Strategy ??= props.SupervisorStrategy ?? _actor?.CallSupervisorStrategy() ?? SupervisorStrategy.DefaultStrategy;

    /// <summary>The perpetrator is the child, suspended already, whose failure became this one.</summary>
    private void Fail(Exception cause, ActorCell? perpetrator)
    {
        if (_phase >= Phase.Terminating)
        {
            Report(cause, "Failed while ending");
            return;
        }

        if (!_failed)
        {
            _failed = true;
            Extra.Perpetrator = perpetrator;
            SuspendMailbox();
            SuspendChildren(except: perpetrator);
        }

        parent.SendSystem(new Failed(this, cause));
    }

    private void HandleChildFailure(Failed failed)
    {
        // The name may belong to a later incarnation by now.
        if (_children?.Contains(failed.Child) != true) return;
        (var sender, _sender) = (_sender, failed.Child);
        try { if (!Strategy.HandleFailure(this, failed.Child, failed.Cause)) Fail(failed.Cause, failed.Child); }
        catch (Exception cause) { Fail(cause, failed.Child); }

        _sender = sender;
    }

    private void ResumeActor(Exception? cause)
    {
        if (_actor is null && cause is not null)
        {
            PrepareCreation();
            return;
        }

        var perpetrator = _extras?.Perpetrator;
        if (cause is not null) Forgive();
        ResumeMailbox();
        foreach (var child in Children) child.SendSystem(new Resume(child == perpetrator ? cause : null));
    }

    private void RestartActor(Exception cause)
    {
        if (_actor is not { } failed)
        {
            PrepareCreation();
            return;
        }

        _timers?.CancelAll();
        Attempt("PreRestart", () => failed.CallPreRestart(cause, _message));
        _extras?.Stash?.UnstashAll();
        if (failed is IDisposable disposable) Attempt("Dispose", disposable.Dispose);
        _actor = null;
        Extra.RestartCause = cause;
        _phase = Phase.Restarting;
        if (_children?.AnyStopping != true) FinishRestart();
    }

    private void FinishRestart()
    {
        var cause = Extra.RestartCause!;
        var survivors = Children;
        Revive();
        try
        {
            _actor = NewActor();
            _actor.CallPostRestart(cause);
            foreach (var child in survivors) child.SendSystem(new Recreate(cause));
        }
        catch (Exception e)
        {
            Fail(new PostRestartException(this, e, cause), perpetrator: null);
        }
    }

    /// <summary>What the failed creation left behind must be gone before the next try.</summary>
    private void PrepareCreation()
    {
        _phase = Phase.CreatingAgain;
        if (_children?.StopAll() != true) CreateAgain();
    }

    private void CreateAgain()
    {
        Revive();
        CreateActor();
    }

    private void Revive()
    {
        _phase = Phase.Living;
        Forgive();
        ResumeMailbox();
    }

    private void Forgive()
    {
        (_failed, _message, _sender) = (false, null, null);
        if (_extras is not null) (_extras.Perpetrator, _extras.RestartCause) = (null, null);
    }

    private void SuspendChildren(ActorCell? except)
    {
        foreach (var child in Children)
        {
            if (child != except) child.SendSystem(new Suspend());
        }
    }
}
