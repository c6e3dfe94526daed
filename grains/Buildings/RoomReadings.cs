namespace Mihari.Grains.Buildings;

/// <summary>
/// Rooms that the buildings of a silo read at the same time. After the loss of a silo a third of all buildings begin anew at once, just as
/// its cameras connect elsewhere: both need the storage, and the cameras come first.
/// </summary>
internal sealed class RoomReadings : IDisposable
{
    private const int AtOnce = 16;

    private readonly SemaphoreSlim _free = new(AtOnce);

    /// <exception cref="OperationCanceledException">The building is given up before its turn came.</exception>
    public async Task Read(Func<Task> read, CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        try
        {
            await read();
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
