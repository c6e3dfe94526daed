namespace Mihari.Grains.Notifications;

/// <summary>
/// Who wants to be told by the settings of the moment, which may have become others since a message was put into its outbox. Letters of one thing
/// that leave within a few seconds share an answer: for a building it is that of all of its rooms.
/// </summary>
internal sealed class WantedNow(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (DateTimeOffset At, Task<Readers> Readers)> _asked = new(StringComparer.Ordinal);

    /// <summary>Whether a message is still to be sent; a question to an address always is, as far as its settings go.</summary>
    public async Task<bool> IsWanted(OutboxItem item, Addressee to)
    {
        if ((item.Notice ?? item.Digest?.Newest) is not { } notice)
            return true;

        var now = time.GetUtcNow();
        foreach (var old in _asked.Where(asked => asked.Value.At + Fresh <= now || asked.Value.Readers.IsFaulted).Select(asked => asked.Key).ToArray())
            _asked.Remove(old);

        if (!_asked.TryGetValue(item.Id, out var asked))
            _asked[item.Id] = asked = (now, Find(notice));

        return NotificationRules.IsWanted(await asked.Readers, to);
    }

    private Task<Readers> Find(Notice notice) => notice.Device is null
        ? grains.GetGrain<IBuildingNotices>(notice.Place.Building.Value).FindReaders(notice.Place.Customer, notice.Kind)
        : grains.GetGrain<INoticeBoard>(notice.Place.Room.Value).FindReaders(notice.Place.Customer, notice.Kind);
}
