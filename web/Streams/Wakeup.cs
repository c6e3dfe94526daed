using System.Threading.Channels;

namespace Mihari.Web.Streams;

/// <summary>Wakes its one waiter; being woken more than once before it looks is being woken once.</summary>
internal sealed class Wakeup
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Set() => _channel.Writer.TryWrite(true);

    public ValueTask<bool> Wait(CancellationToken cancel) => _channel.Reader.ReadAsync(cancel);
}
