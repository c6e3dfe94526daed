using System.Collections.Immutable;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Health;
using Mihari.Web.Components.Layout;
using Mihari.Web.Live;
using Xunit;

namespace Mihari.Tests.Web.Components.Layout;

public sealed class ServiceBarTests
{
    [Theory]
    [InlineData("ja", "サーバー")]
    [InlineData("en-US", "servers")]
    public async Task Bar_ToldByTheNodesOwnLoop_SpeaksItsViewersLanguage(string viewer, string expected)
    {
        await using var portal = new Portals(viewer);
        portal.Grains.Put<IClusterHealth>("portal", new NoSilos());
        var bar = portal.Page.Render<ServiceBar>();
        Assert.Empty(bar.FindAll("p"));
        var watch = portal.Page.Services.GetRequiredService<ServiceWatch>();

        // As the server starts it: by nobody's request, in a language of its own.
        await Apart(async () =>
        {
            using var other = new Language("fr-FR");
            await watch.StartAsync(default);
        });
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (watch.State == ServiceState.Well)
        {
            limit.Token.ThrowIfCancellationRequested();
            portal.Time.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }

        await bar.WaitForAssertionAsync(() => Assert.Contains(expected, bar.Find("p").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        await watch.StopAsync(default);
    }

    private static Task Apart(Func<Task> work)
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Run(work);
    }

    private sealed class NoSilos : IClusterHealth
    {
        public Task<ImmutableArray<PartHealth>> Get() => Task.FromException<ImmutableArray<PartHealth>>(new TimeoutException("no silo"));
    }
}
