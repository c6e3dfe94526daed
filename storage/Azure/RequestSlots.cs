using Azure.Core;
using Azure.Core.Pipeline;

namespace Mihari.Storage.Azure;

/// <summary>
/// A bounded number of requests under way: in a storm the others wait here, where the time-out of an attempt does not run
/// yet, rather than all together on the network. Between two attempts a request holds no slot.
/// </summary>
internal sealed class RequestSlots : HttpPipelinePolicy
{
    /// <summary>Requests at once.</summary>
    public const int Count = 256;

    private readonly SemaphoreSlim _slots = new(Count, Count);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Attempts.Count(message);
        await _slots.WaitAsync(message.CancellationToken).ConfigureAwait(false);
        try
        {
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Only the key ring is read and written without async, a few times a day.</summary>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);
}
