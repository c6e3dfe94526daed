using System.Collections.Concurrent;
using System.Threading.Channels;
using Mihari.Grains.Notifications;
using Channel = System.Threading.Channels.Channel;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>Writes down what rooms and buildings are told, as often as they are.</summary>
public sealed class Told : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, Channel<Notice>> _notices = new(StringComparer.Ordinal);

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.InterfaceMethod.DeclaringType is { } type && (type == typeof(INoticeBoard) || type == typeof(IBuildingNotices)) && context.Request.GetArgument(0) is Notice notice)
            Of(context.TargetId.Key.ToString()!).Writer.TryWrite(notice);
    }

    /// <summary>The next notice that a room or a building took.</summary>
    internal async Task<Notice> Next(string key) => await Of(key).Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>What it took that no test has read.</summary>
    internal IReadOnlyList<Notice> Rest(string key)
    {
        var rest = new List<Notice>();
        while (Of(key).Reader.TryRead(out var notice))
            rest.Add(notice);

        return rest;
    }

    private Channel<Notice> Of(string key) => _notices.GetOrAdd(key, _ => Channel.CreateUnbounded<Notice>());
}
