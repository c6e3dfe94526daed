using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Mihari.Media;
using Mihari.Storage;
using Mihari.Storage.Azure;
using Mihari.Storage.GrainState;
using Mihari.Tests.Storage.Sqlite;
using Mihari.Timeline;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Mihari.Tests.Storage.Azure;

/// <summary>In real hosts, one with a real silo.</summary>
[Collection(AzuriteCollection.Name)]
[Trait("Category", "Slow")]
public sealed class RegistrationTests(AzuriteProcess azurite)
{
    [Fact]
    public async Task Silo_StopsAndAnotherStarts_FindsStateTimelineAndMedia()
    {
        var prefix = AzuriteProcess.FreshPrefix();
        await Run(Silo(prefix), async services =>
        {
            await services.GetRequiredService<IGrainFactory>().GetGrain<INote>("部屋").Set("こんにちは");
            await services.GetRequiredService<ITimeline>().Append([new("owner", TimelineKind.Event, DateTimeOffset.UnixEpoch, "a", 1, default)]);
        });

        await Run(Silo(prefix), async services =>
        {
            Assert.Equal("こんにちは, stopped: True", await services.GetRequiredService<IGrainFactory>().GetGrain<INote>("部屋").Get());
            Assert.Equal(["部屋"], await services.GetRequiredService<IGrainStateIndex>().Keys("note").ToListAsync());
            Assert.True(await services.GetRequiredService<ITimeline>().Contains("owner", TimelineKind.Event, DateTimeOffset.UnixEpoch, "a"));
            Assert.Null(await services.GetRequiredService<IMediaStore>().Find("nothing", default));
        });
    }

    [Fact]
    public async Task Web_TwoNodes_ReadEachOthersKeys()
    {
        var prefix = AzuriteProcess.FreshPrefix();
        var secret = "";
        await Run(Web(prefix), services =>
        {
            Assert.NotNull(services.GetRequiredService<IMediaStore>());
            secret = Protector(services).Protect("signed in");
            return Task.CompletedTask;
        });

        await Run(Web(prefix), services =>
        {
            Assert.Equal("signed in", Protector(services).Unprotect(secret));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Start_TablesOfAnOlderVersion_AreRefusedRatherThanReadAsEmpty()
    {
        await using var fixture = await AzureFixture.Open(azurite.Options());
        await fixture.Clients.States.AddEntityAsync(new TableEntity("camera~camera=2F0011223344AA", "s"));

        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => fixture.Start.StartingAsync(default));

        Assert.Contains("an older version's", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AccountOutOfReach_FailsWithOneLineThatNamesTheKey()
    {
        var nobody = FreePort();
        await using var fixture = Failing(new AzureStorageOptions
        {
            ConnectionString = azurite.ConnectionString.Replace(new Uri(Part("TableEndpoint")).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), nobody, StringComparison.Ordinal),
            Retries = 0,
        }, TimeSpan.FromSeconds(1));

        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(() => fixture.Start.StartingAsync(default));

        Assert.Contains("AzureStorage:ConnectionString", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionRefused", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(nobody, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public async Task Start_WrongKey_FailsAtOnceWithoutTellingIt()
    {
        var key = Convert.ToBase64String(new byte[64]);
        await using var fixture = Failing(new AzureStorageOptions { ConnectionString = azurite.ConnectionString.Replace(Part("AccountKey"), key, StringComparison.Ordinal) }, TimeSpan.FromMinutes(10));

        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(() => fixture.Start.StartingAsync(default).WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Contains("refuses this program (403", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AccountThatComesUpLater_IsWaitedFor()
    {
        await using var fixture = Failing(azurite.Options(), TimeSpan.FromMinutes(1));
        fixture.Faults.Answer(request => request.Method == HttpMethod.Post, HttpStatusCode.ServiceUnavailable, times: 6);

        await fixture.Start.StartingAsync(default).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(fixture.Faults.Done);
        Assert.Empty(await fixture.GrainStorage.Keys("note").ToListAsync());
    }

    private static AzureFixture Failing(AzureStorageOptions options, TimeSpan patience)
    {
        var fixture = AzureFixture.Closed(options);
        fixture.Start.Patience = patience;
        return fixture;
    }

    private static IDataProtector Protector(IServiceProvider services) => services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static async Task Run(IHost host, Func<IServiceProvider, Task> work)
    {
        using (host)
        {
            await host.StartAsync();
            try
            {
                await work(host.Services);
            }
            finally
            {
                await host.StopAsync();
            }
        }
    }

    private IHost Silo(string prefix)
    {
        var builder = Builder(prefix);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(int.Parse(FreePort(), System.Globalization.CultureInfo.InvariantCulture), int.Parse(FreePort(), System.Globalization.CultureInfo.InvariantCulture))
            .Configure<ClusterOptions>(options => options.ClusterId = Guid.NewGuid().ToString("N"))
            .AddAzureStorage()
            .UseInMemoryReminderService());
        return builder.Build();
    }

    private IHost Web(string prefix)
    {
        var builder = Builder(prefix);
        builder.Services.AddAzureMedia();
        builder.Services.AddDataProtection().SetApplicationName("test").PersistKeysToAzureStorage();
        return builder.Build();
    }

    private HostApplicationBuilder Builder(string prefix)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["AzureStorage:ConnectionString"] = azurite.ConnectionString;
        builder.Configuration["AzureStorage:Prefix"] = prefix;
        return builder;
    }

    private string Part(string name) => azurite.ConnectionString.Split(';').Single(part => part.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
