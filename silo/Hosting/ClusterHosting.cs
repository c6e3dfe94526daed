using Microsoft.Extensions.Options;
using Mihari.Storage;
using Orleans.Configuration;
using Orleans.Reminders.Redis;
using Orleans.Serialization;
using StackExchange.Redis;

namespace Mihari.Silo.Hosting;

/// <summary>What all programs of a cluster share: the Redis that they find each other through, and how fast a lost one is noticed.</summary>
internal static class ClusterHosting
{
    public static void AddCluster(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<ClusterOptions>(ClusterOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<ClusterOptions>, NeedsRedis>();
    }

    /// <summary>Membership and reminders of a silo.</summary>
    public static ISiloBuilder UseCluster(this ISiloBuilder silo, IConfiguration configuration)
    {
        var redis = Redis(configuration);
        silo.Configure<Orleans.Configuration.ClusterOptions>(options => Name(options, configuration));
        silo.Configure<ClusterMembershipOptions>(Tune);
        silo.Services.PassStorageFailures();
        return silo
            .UseRedisClustering(options => options.ConfigurationOptions = redis)
            .UseRedisReminderService(options => options.ConfigurationOptions = redis);
    }

    /// <summary>The way of a client to the silos.</summary>
    public static IClientBuilder UseCluster(this IClientBuilder client, IConfiguration configuration)
    {
        var redis = Redis(configuration);
        client.Configure<Orleans.Configuration.ClusterOptions>(options => Name(options, configuration));
        client.Services.PassStorageFailures();
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
        return client.UseRedisClustering(options => options.ConfigurationOptions = redis);
    }

    /// <summary>Lets what a silo says of its storage through to web nodes; of all others but the framework's exceptions only "no codec" arrives there.</summary>
    public static void PassStorageFailures(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.Add(typeof(StorageUnavailableException).Namespace!));

    /// <summary>
    /// A silo that hangs or is cut off is noticed by three missed probes: in about 4 s instead of the minute of the defaults. The
    /// longest probe bounds how long a busy silo may put off its votes.
    /// </summary>
    private static void Tune(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1);
        options.MinProbeTimeout = TimeSpan.FromSeconds(1);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(2);
        options.NumMissedProbesLimit = 3;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        options.DefunctSiloExpiration = TimeSpan.FromDays(1);
    }

    private static void Name(Orleans.Configuration.ClusterOptions options, IConfiguration configuration)
    {
        var given = configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new ClusterOptions();
        (options.ClusterId, options.ServiceId) = (given.ClusterId, given.ServiceId);
    }

    /// <summary>Its connection is tried again for ever: a Redis that is away is no reason to end.</summary>
    private static ConfigurationOptions Redis(IConfiguration configuration)
    {
        try
        {
            var options = ConfigurationOptions.Parse(configuration[$"{ClusterOptions.Section}:{nameof(ClusterOptions.Redis)}"] ?? "");
            options.AbortOnConnectFail = false;
            return options;
        }
        catch (ArgumentException)
        {
            // Refused in a line that names the key by the check below; the value may hold a password, so it is not told.
            return new ConfigurationOptions { EndPoints = { "127.0.0.1" } };
        }
    }

    private sealed class NeedsRedis : IValidateOptions<ClusterOptions>
    {
        public ValidateOptionsResult Validate(string? name, ClusterOptions options)
        {
            const string Key = $"{ClusterOptions.Section}:{nameof(ClusterOptions.Redis)}";
            if (string.IsNullOrEmpty(options.Redis))
                return ValidateOptionsResult.Fail($"{Key} is not set, but must be for this program: the Redis of the cluster, as host:port");

            try
            {
                return ConfigurationOptions.Parse(options.Redis).EndPoints.Count > 0
                    ? ValidateOptionsResult.Success
                    : ValidateOptionsResult.Fail($"{Key} names no server, but must, as host:port");
            }
            catch (ArgumentException e)
            {
                return ValidateOptionsResult.Fail($"{Key} cannot be read ({e.Message.Split('\n')[0].Replace(options.Redis, "…", StringComparison.Ordinal)}): host:port[,option=value…] is needed");
            }
        }
    }
}
