using Mihari.Media;
using Mihari.Storage.Azure;
using Mihari.Storage.GrainState;
using Mihari.Storage.Media;
using Mihari.Storage.Timeline;
using Mihari.Storage.Transfer;
using Mihari.Timeline;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.Serialization.Serializers;

namespace Mihari.Storage;

/// <summary>Adds the storage of the cluster profile: an account of Azure Storage, see <see cref="AzureStorageOptions"/>.</summary>
public static class MihariAzureStorage
{
    /// <summary>
    /// The default grain storage, and as singletons of the host <see cref="ITimeline"/>, <see cref="IMediaStore"/> and
    /// <see cref="IGrainStateIndex"/>. Tables and containers are made before the first hosted service starts; an account
    /// that cannot be used makes the host's start fail with <see cref="StorageUnavailableException"/>. Reminders are not kept here.
    /// </summary>
    public static ISiloBuilder AddAzureStorage(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddAccount(AzureParts.Silo);

        services.AddSingleton(provider => new AzureTableGrainStorage(
            provider.GetRequiredService<StateRows>(), provider.GetRequiredService<AzureCalls>(), new JsonGrainStateSerializer(), provider.GetRequiredService<IActivatorProvider>()));
        services.AddHostedService<ImportGuard>();
        services.AddHostedService<StateBlobSweeper>();
        services.AddSingleton<IGrainStateIndex>(provider => provider.GetRequiredService<AzureTableGrainStorage>());
        services.AddGrainStorage("Default", (provider, _) => provider.GetRequiredService<AzureTableGrainStorage>());

        services.AddSingleton<ITimeline>(provider => provider.GetRequiredService<AzureTableTimeline>());
        return silo;
    }

    /// <summary>What brings data into the account and out of it, <see cref="ClusterImport"/> and <see cref="ClusterBackup"/>; for a program that runs nothing else.</summary>
    public static IServiceCollection AddAzureTransfer(this IServiceCollection services)
    {
        services.AddAccount(AzureParts.Silo);
        services.AddAccount(AzureParts.Web);
        services.TryAddSingleton(provider => new AzureKeyRepository(provider.GetRequiredService<AzureClients>()));
        services.AddSingleton<AzureStart>();
        services.AddSingleton<ClusterStores>();
        services.AddSingleton(provider => new ClusterImport(provider.GetRequiredService<ClusterStores>()));
        services.AddSingleton(provider => new ClusterBackup(
            provider.GetRequiredService<ClusterStores>(), provider.GetRequiredService<StorageInstruments>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>
    /// Only <see cref="IMediaStore"/>, for a program that is no silo; and the key ring where
    /// <see cref="PersistKeysToAzureStorage"/> asks for it. Their containers are made as the host starts.
    /// </summary>
    public static IServiceCollection AddAzureMedia(this IServiceCollection services) => services.AddAccount(AzureParts.Web);

    /// <summary>Keeps the data-protection keys with <see cref="AzureKeyRepository"/>; needs <see cref="AddAzureMedia"/>.</summary>
    public static IDataProtectionBuilder PersistKeysToAzureStorage(this IDataProtectionBuilder builder)
    {
        builder.Services.TryAddSingleton(provider => new AzureKeyRepository(provider.GetRequiredService<AzureClients>()));
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<AzureKeyRepository>()));
        return builder;
    }

    private static IServiceCollection AddAccount(this IServiceCollection services, AzureParts parts)
    {
        services.AddOptions<AzureStorageOptions>().BindConfiguration(AzureStorageOptions.Section).ValidateOnStart();
        services.AddSingleton(parts);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<StorageInstruments>();
        services.TryAddSingleton<AzureCalls>();
        services.TryAddSingleton(provider => new AzureClients(provider.GetRequiredService<IOptions<AzureStorageOptions>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AzureStart>());
        services.TryAddSingleton<StateBlobs>();
        services.TryAddSingleton<StateRows>();
        services.TryAddSingleton<TimelineDays>();
        services.TryAddSingleton<AzureTableTimeline>();
        services.TryAddSingleton<AzureBlobMediaStore>();
        services.TryAddSingleton<IMediaStore>(provider => provider.GetRequiredService<AzureBlobMediaStore>());
        return services;
    }
}
