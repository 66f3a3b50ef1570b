namespace ActorSweeper.Actors;

internal struct Envelope
{
    public object Message;
    public IActorRef? Sender;
}

/// <summary>An unbounded queue for any number of writers and one reader, empty at no cost. A chain of arrays: a writer reserves a slot
/// with one increment and publishes it by writing the message, so nothing is allocated per message. An array is small while the reader
/// keeps up and doubles while it falls behind, so that an idle mailbox stays small after a burst.</summary>
internal struct MessageQueue
{
    private const int SmallestSegment = 4;
    private const int LargestSegment = 1024;

    private Segment? _head;
    private Segment? _tail;

    /// <summary>Reader only. A reserved slot counts as a message, so a writer need not wake the reader between the two steps.</summary>
    public readonly bool IsEmpty
    {
        get
        {
            var head = Volatile.Read(in _head);
            if (head is null) return true;
            return head.Taken == head.Slots.Length ? Volatile.Read(ref head.Next) is null : head.Taken >= Volatile.Read(ref head.Reserved);
        }
    }

    public void Enqueue(object message, IActorRef? sender)
    {
        for (var segment = Volatile.Read(ref _tail) ?? First(); ; segment = Following(segment))
        {
            var slots = segment.Slots;
            var index = (uint)Interlocked.Increment(ref segment.Reserved) - 1;
            if (index >= (uint)slots.Length) continue;
            slots[index].Sender = sender;
            Volatile.Write(ref slots[index].Message, message);
            return;
        }
    }

    /// <summary>Reader only.</summary>
    public bool TryDequeue(out Envelope envelope)
    {
        envelope = default;
        if (IsEmpty) return false;
        var segment = _head!;
        if (segment.Taken == segment.Slots.Length) segment = _head = segment.Next!;
        if (segment.Taken >= Volatile.Read(ref segment.Reserved)) return false;

        ref var slot = ref segment.Slots[segment.Taken++];
        if (Volatile.Read(ref slot.Message) is null) AwaitPublication(ref slot);
        envelope = slot;
        slot = default;
        return true;
    }

    private static void AwaitPublication(ref Envelope slot)
    {
        var spinner = default(SpinWait);
        while (Volatile.Read(ref slot.Message) is null) spinner.SpinOnce(sleep1Threshold: -1);
    }

    private Segment First()
    {
        var fresh = new Segment(SmallestSegment);
        var other = Interlocked.CompareExchange(ref _tail, fresh, null);
        if (other is null) Volatile.Write(ref _head, fresh);
        return other ?? fresh;
    }

    private Segment Following(Segment full)
    {
        var size = full.Slots.Length;
        var isBehind = size - full.Taken > size / 2;
        var next = Volatile.Read(ref full.Next);
        if (next is null)
        {
            var fresh = new Segment(isBehind ? Math.Min(size * 2, LargestSegment) : SmallestSegment);
            next = Interlocked.CompareExchange(ref full.Next, fresh, null) ?? fresh;
        }

        Interlocked.CompareExchange(ref _tail, next, full);
        return next;
    }

    private sealed class Segment(int size)
    {
        public readonly Envelope[] Slots = new Envelope[size];
        public Segment? Next;
        public int Reserved;
        public int Taken;
    }
}
