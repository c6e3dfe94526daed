using Microsoft.AspNetCore.SignalR;
using Mihari.Refusals;

namespace Mihari.Web.Live;

/// <summary>Logs what the hub did not expect, once, and turns refusals into what a program may read; a stream's own are seen while it is read.</summary>
internal sealed partial class HubFailures(ILogger<HubFailures> log) : IHubFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (RefusalException refusal)
        {
            throw new HubException(refusal.Message);
        }
        catch (Exception e) when (e is not (HubException or OperationCanceledException))
        {
            Unexpected(invocationContext.HubMethodName, e);
            throw;
        }
    }

    [LoggerMessage(3210, LogLevel.Error, "The hub failed in {What}")]
    public partial void Unexpected(string what, Exception exception);
}
