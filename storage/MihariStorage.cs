using Mihari.Media;
using Mihari.Storage.GrainState;
using Mihari.Storage.Media;
using Mihari.Storage.Reminders;
using Mihari.Storage.Sqlite;
using Mihari.Storage.Timeline;
using Mihari.Storage.Transfer;
using Mihari.Timeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.Serialization.Serializers;

namespace Mihari.Storage;

/// <summary>Adds the embedded storage to a silo.</summary>
public static class MihariStorage
{
    /// <summary>
    /// Everything in one data folder (<see cref="StorageOptions"/>): the default grain storage, reminders, and as singletons
    /// of the host, so that a web server in the same process finds them too, <see cref="ITimeline"/>, <see cref="IMediaStore"/>
    /// and <see cref="IGrainStateIndex"/>. They are open from before the first hosted service starts until after the last one
    /// has stopped. A folder that cannot be used makes the host's start fail with <see cref="StorageUnavailableException"/>.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configure">Applied after the configuration section.</param>
    public static ISiloBuilder AddSqliteStorage(this ISiloBuilder silo, Action<StorageOptions>? configure = null)
    {
        var services = silo.Services;
        var options = services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section);
        if (configure is not null)
            options.Configure(configure);
        options.ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<StorageInstruments>();
        services.AddSingleton<SqliteDatabase>();
        services.AddHostedService(provider => provider.GetRequiredService<SqliteDatabase>());

        services.AddSingleton(provider => new SqliteGrainStorage(
            provider.GetRequiredService<SqliteDatabase>(), new JsonGrainStateSerializer(), provider.GetRequiredService<IActivatorProvider>()));
        services.AddSingleton<IGrainStateIndex>(provider => provider.GetRequiredService<SqliteGrainStorage>());
        services.AddGrainStorage("Default", (provider, _) => provider.GetRequiredService<SqliteGrainStorage>());

        silo.AddReminders();
        services.AddSingleton<IReminderTable, SqliteReminderTable>();

        services.AddSingleton<ITimeline, SqliteTimeline>();
        services.AddSingleton<FileMediaStore>();
        services.AddSingleton<IMediaStore>(provider => provider.GetRequiredService<FileMediaStore>());
        services.AddSingleton<MediaSweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<MediaSweeper>());
        return silo;
    }

    /// <summary>What makes a backup of a data folder and a data folder of a backup, <see cref="EmbeddedBackup"/> and <see cref="EmbeddedRestore"/>; for a program that runs nothing else.</summary>
    public static IServiceCollection AddSqliteTransfer(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EmbeddedBackup>();
        services.AddSingleton<EmbeddedRestore>();
        return services;
    }
}
