using Mihari.Storage.Azure;
using Microsoft.Extensions.Hosting;

namespace Mihari.Storage.Transfer;

/// <summary>Keeps a silo from starting on half of an import: it would make anew what is still to come.</summary>
internal sealed class ImportGuard(AzureClients azure) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => ImportMark.RefuseUnfinished(azure, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
