using Microsoft.Win32.SafeHandles;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>
/// An open descriptor. A safe handle, so that a call can never reach a number that has been closed and given to another file.
/// </summary>
internal sealed class Descriptor : SafeHandleMinusOneIsInvalid
{
    public Descriptor(int number)
        : base(ownsHandle: true) => SetHandle(number);

    protected override bool ReleaseHandle() => SystemCalls.Close(handle) == 0;
}
