using System.Diagnostics.Metrics;
using Mihari.Storage;
using Mihari.Storage.GrainState;
using Mihari.Storage.Media;
using Mihari.Storage.Reminders;
using Mihari.Storage.Sqlite;
using Mihari.Storage.Timeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;

namespace Mihari.Tests.Storage.CrashWriter;

/// <summary>The embedded storage on one folder, without a host.</summary>
internal sealed class EmbeddedStorage : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public EmbeddedStorage(string folder, Action<StorageOptions>? configure = null, TimeProvider? time = null)
    {
        // The reserve protects a server's disk; a test may run on any.
        var options = new StorageOptions { Folder = folder, ReserveBytes = 0 };
        configure?.Invoke(options);
        _services = new ServiceCollection().AddMetrics().AddLogging().AddSerializer().BuildServiceProvider();
        var instruments = new StorageInstruments(_services.GetRequiredService<IMeterFactory>());
        time ??= TimeProvider.System;
        Database = new SqliteDatabase(Options.Create(options), instruments, time, NullLogger<SqliteDatabase>.Instance);
        Database.Open();
        GrainStorage = new SqliteGrainStorage(Database, new JsonGrainStateSerializer(), _services.GetRequiredService<IActivatorProvider>());
        Reminders = new SqliteReminderTable(Database);
        Timeline = new SqliteTimeline(Database);
        Media = new FileMediaStore(Database, Options.Create(options), instruments, time, NullLogger<FileMediaStore>.Instance);
        Sweeper = new MediaSweeper(Media, Database, NullLogger<MediaSweeper>.Instance);
    }

    public SqliteDatabase Database { get; }

    public SqliteGrainStorage GrainStorage { get; }

    public SqliteReminderTable Reminders { get; }

    public SqliteTimeline Timeline { get; }

    public FileMediaStore Media { get; }

    public MediaSweeper Sweeper { get; }

    public async ValueTask DisposeAsync()
    {
        Sweeper.Dispose();
        await Database.DisposeAsync();
        await _services.DisposeAsync();
    }
}
