using Microsoft.JSInterop;
using Mihari.Web.Components.Fleet;

namespace Mihari.Tests.Web.Fleet;

/// <summary>A browser whose script of the page comes when the test says.</summary>
internal sealed class SlowBrowser(IJSRuntime browser) : IJSRuntime
{
    public TaskCompletionSource Script { get; } = new();

    public Task Given { get; private set; } = Task.CompletedTask;

    public ValueTask<T> InvokeAsync<T>(string identifier, object?[]? args) =>
        InvokeAsync<T>(identifier, CancellationToken.None, args);

    public ValueTask<T> InvokeAsync<T>(string identifier, CancellationToken cancellationToken, object?[]? args)
    {
        if (args is not [FleetPage.Script])
            return browser.InvokeAsync<T>(identifier, cancellationToken, args);

        var given = Late();
        Given = given;
        return new(given);

        async Task<T> Late()
        {
            await Script.Task;
            return await browser.InvokeAsync<T>(identifier, cancellationToken, args);
        }
    }
}
