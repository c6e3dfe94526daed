using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Mihari.Media;
using Mihari.Storage;
using Mihari.Storage.GrainState;
using Mihari.Timeline;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Mihari.Tests.Storage.Sqlite;

[Alias("Mihari.Tests.Storage.INote")]
public interface INote : IGrainWithStringKey
{
    [Alias("Set")]
    Task Set(string text);

    [Alias("Get")]
    Task<string> Get();

    [Alias("Remind")]
    Task Remind();
}

public sealed record NoteState
{
    public string Text { get; init; } = "";

    public bool Stopped { get; init; }
}

/// <summary>A grain that still stores while the silo goes down.</summary>
public sealed class Note([PersistentState("note")] IPersistentState<NoteState> state) : Grain, INote, IRemindable
{
    public Task Set(string text)
    {
        state.State = state.State with { Text = text };
        return state.WriteStateAsync();
    }

    public Task<string> Get() => Task.FromResult($"{state.State.Text}, stopped: {state.State.Stopped}");

    public async Task Remind() => await this.RegisterOrUpdateReminder("remind", TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        state.State = state.State with { Stopped = true };
        return state.WriteStateAsync(cancellationToken);
    }
}

/// <summary>In a real host, with a real silo.</summary>
public sealed class RegistrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Host_StopsAndStartsAgain_FindsStateAndReminders()
    {
        await Run(async services =>
        {
            var note = services.GetRequiredService<IGrainFactory>().GetGrain<INote>("部屋");
            await note.Set("こんにちは");
            await note.Remind();
        });

        await Run(async services =>
        {
            Assert.Equal("こんにちは, stopped: True", await services.GetRequiredService<IGrainFactory>().GetGrain<INote>("部屋").Get());
            Assert.Equal(["部屋"], await services.GetRequiredService<IGrainStateIndex>().Keys("note").ToListAsync());
            Assert.Single((await services.GetRequiredService<IReminderTable>().ReadRows(0, 0)).Reminders);
            Assert.NotNull(services.GetRequiredService<ITimeline>());
            Assert.NotNull(services.GetRequiredService<IMediaStore>());
        });
    }

    [Fact]
    public async Task Host_FolderInUse_StartFailsWithOneLine()
    {
        await Run(async _ =>
        {
            using var second = Build(_folder.Path);
            var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(() => second.StartAsync());
            Assert.Contains(_folder.Path, refusal.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Host_FolderWithoutName_StartFailsAndNamesTheKey()
    {
        using var host = Build("");

        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(() => host.StartAsync());

        Assert.Contains("Storage:Folder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_Defaults_AreAsDocumented()
    {
        var options = new StorageOptions();

        Assert.Equal(("data", 256L << 20, 16), (options.Folder, options.ReserveBytes, options.CacheMebibytes));
    }

    private async Task Run(Func<IServiceProvider, Task> work)
    {
        using var host = Build(_folder.Path);
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

    private static IHost Build(string folder)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["Storage:Folder"] = folder;
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), FreePort())
            .Configure<ClusterOptions>(options => options.ClusterId = Guid.NewGuid().ToString("N"))
            .AddSqliteStorage());
        return builder.Build();
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
