using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Stopping;
using ActorSweeper.Core.Time;
using ActorSweeper.Supervision.Events;

namespace ActorSweeper.Supervision.Containers;

/// <summary>
/// <c>/user/containers</c>: the one way to the container runtime. It puts a deadline on every call, spares a runtime that does
/// not answer, hands out the places among the running containers, and passes on what the runtime's event stream tells. Every
/// asker is answered, whatever an adapter throws: a session that waits for ever would be worse than an unknown result.
/// </summary>
internal sealed class ContainersActor : ReceiveActor
{
    private readonly IContainerRuntime _runtime;
    private readonly IContainerStarter _starter;
    private readonly SupervisionClock _clock;
    private readonly StartQueue _queue;
    private readonly CancellationTokenSource _ending = new();
    private GatewaySettings _gateway;
    private StopSettings _stopping;
    private CircuitBreaker _breaker = CircuitBreaker.Closed;

    public ContainersActor(
        IContainerRuntime runtime, IContainerStarter starter, StartQueue queue, GatewayChanged settings, TimeProvider time)
    {
        (_runtime, _starter, _queue, _clock) = (runtime, starter, queue, new SupervisionClock(time));
        (_gateway, _stopping) = (settings.Gateway, settings.Stopping);
        Receive<ListContainers>(_ => List());
        Receive<StopContainer>(Stop);
        Receive<RequestSlot>(RequestSlot);
        Receive<ReleaseSlot>(release => Freed(() => _queue.Release(release.Session)));
        Receive<StartContainer>(Start);
        Receive<ContainerEnded>(PassOn);
        Receive<WatchEnded>(OnWatchEnded);
        Receive<CallEnded>(OnCallEnded);
        Receive<GatewayChanged>(changed => (_gateway, _stopping) = (changed.Gateway, changed.Stopping));
    }

    /// <summary>A call's end, back on the actor's thread: what it means for breaker and queue, and the answer that is due.</summary>
    private sealed record CallEnded(IActorRef Asker, object Answer, bool? Healthy, Action<StartQueue>? Settle);

    protected override void PreStart() => _ = WatchAsync(Self);

    protected override void PostStop() => _ending.Cancel();

    private void List()
    {
        var asker = Sender;
        if (!_breaker.Allows(_clock.Read().Steady))
        {
            asker.Tell(new ContainersUnlisted(BreakerText()));
            return;
        }

        ListAsync(_gateway.ListDeadline).PipeTo(Self, success: ended => ended);

        async Task<CallEnded> ListAsync(TimeSpan deadline)
        {
            try
            {
                var containers = await WithinAsync(deadline, token => _runtime.ListAsync(token));
                return new CallEnded(
                    asker, new ContainersListed(containers), true, queue => queue.Listed(containers.Select(container => container.Id)));
            }
            catch (Exception error)
            {
                return new CallEnded(asker, new ContainersUnlisted(error.Message), false, null);
            }
        }
    }

    private void Stop(StopContainer order)
    {
        var asker = Sender;
        StopAsync(StopLadder.Deadline(order.Rung, _stopping.Grace, _stopping.Slack), _stopping.Grace).PipeTo(Self, success: ended => ended);

        async Task<CallEnded> StopAsync(TimeSpan deadline, TimeSpan grace)
        {
            try
            {
                var result = await WithinAsync(
                    deadline, token => _runtime.StopAsync(order.Container, order.Session, order.Rung, grace, order.Reason, token));
                Action<StartQueue>? settle = result == StopResult.Gone ? queue => queue.Ended(order.Container.Id) : null;
                return new CallEnded(asker, new StopEnded(result, false, ""), true, settle);
            }
            catch (TimeoutException)
            {
                // One container that cannot be stopped says nothing about the runtime: the breaker stays as it is.
                return new CallEnded(asker, new StopEnded(StopResult.Unknown, false, "the runtime did not answer in time"), null, null);
            }
            catch (Exception error)
            {
                return new CallEnded(asker, new StopEnded(StopResult.Unknown, true, error.Message), false, null);
            }
        }
    }

    private void RequestSlot(RequestSlot request)
    {
        var ahead = _queue.Request(request.Session, request.DueSince, request.Waiter, _gateway.MaxConcurrent);
        Sender.Tell(ahead is { } others ? new SlotQueued(others) : new SlotGranted());
    }

    private void Start(StartContainer order)
    {
        var asker = Sender;
        var session = order.Session.Id;
        if (!_breaker.Allows(_clock.Read().Steady))
        {
            Freed(() => _queue.Release(session));
            asker.Tell(new StartEnded.Unknown(BreakerText()));
            return;
        }

        StartAsync(_gateway.StartDeadline).PipeTo(Self, success: ended => ended);

        async Task<CallEnded> StartAsync(TimeSpan deadline)
        {
            try
            {
                var container = await WithinAsync(deadline, token => _starter.StartAsync(order.Session, order.Reason, token));
                StartEnded answer = container is null ? new StartEnded.Requested() : new StartEnded.Started(container);
                return new CallEnded(asker, answer, true, queue => queue.Started(session, container?.Id));
            }
            catch (StartFailedException error) when (error.Failure == StartFailure.AlreadyOwned)
            {
                return new CallEnded(asker, new StartEnded.Failed(error.Failure, error.Message), true, HoldPlace);
            }
            catch (StartFailedException error)
            {
                return new CallEnded(asker, new StartEnded.Failed(error.Failure, error.Message), true, queue => queue.Release(session));
            }
            catch (TimeoutException error)
            {
                // It may have started all the same: the listing tells. Until then it counts as failed, so that it is not asked for again.
                var late = new StartEnded.Failed(StartFailure.Refused, error.Message);
                return new CallEnded(asker, late, null, HoldPlace);
            }
            catch (Exception error)
            {
                return new CallEnded(asker, new StartEnded.Unknown(error.Message), false, HoldPlace);
            }
        }

        // One may be on its way: its place is taken until the next listing tells.
        void HoldPlace(StartQueue queue) => queue.Started(session, null);
    }

    private void OnCallEnded(CallEnded ended)
    {
        if (ended.Healthy == true) _breaker = CircuitBreaker.Closed;
        else if (ended.Healthy == false)
            _breaker = _breaker.Failed(_clock.Read().Steady, _gateway.BreakerFailures, _gateway.BreakerPause);
        ended.Asker.Tell(ended.Answer);
        if (ended.Settle is { } settle) Freed(() => settle(_queue));
    }

    private void PassOn(ContainerEnded ended)
    {
        Freed(() => _queue.Ended(ended.Death.ContainerId));
        Context.System.EventStream.Publish(ended);
    }

    private void Freed(Action change)
    {
        change();
        foreach (var waiter in _queue.Grant(_gateway.MaxConcurrent)) waiter.Tell(new SlotGranted());
    }

    private async Task WatchAsync(IActorRef self)
    {
        try
        {
            await foreach (var death in _runtime.WatchAsync(_ending.Token)) self.Tell(new ContainerEnded(death));
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The actor has stopped: nobody waits for events any more.
        }
        catch (Exception error)
        {
            self.Tell(new WatchEnded(error.Message));
        }
    }

    /// <summary>Runs a call under a deadline that holds even if the adapter does not heed its token.</summary>
    private async Task<T> WithinAsync<T>(TimeSpan deadline, Func<CancellationToken, Task<T>> call)
    {
        using var limit = new CancellationTokenSource(deadline, _clock.Time);
        try
        {
            return await call(limit.Token).WaitAsync(deadline, _clock.Time);
        }
        catch (Exception error) when (error is TimeoutException || (error is OperationCanceledException && limit.IsCancellationRequested))
        {
            throw new TimeoutException($"the runtime did not answer within {Durations.Text(deadline)}", error);
        }
    }

    private void OnWatchEnded(WatchEnded ended)
    {
        var text = $"the runtime's event stream ended: {ended.Why}; deaths are found by the pass";
        Context.System.EventStream.Publish(new Notice(_clock.Read().Wall, Severity.Warning, "runtime-events", null, text));
    }

    private string BreakerText()
    {
        var now = _clock.Read();
        var until = now.Wall + (_breaker.OpenUntil!.Value - now.Steady);
        return $"the runtime failed {_breaker.Failures} times in a row; it is left alone until {Timestamp.ToIso(until)}";
    }
}
