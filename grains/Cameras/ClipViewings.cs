using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Grains.Accounts;
using Mihari.Grains.Audit;
using Mihari.Identifiers;
using Mihari.Timeline;

namespace Mihari.Grains.Cameras;

/// <summary>
/// Notes in the audit trail who watched a recording: once for each account, clip and ten minutes, because a player asks for the
/// same file many times. The entry's id is made of the three, so that another activation writes the same one.
/// </summary>
internal sealed class ClipViewings(DeviceId camera, ITimeline timeline)
{
    private const int Remembered = 256;
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(10);
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _noted = new(StringComparer.Ordinal);

    /// <summary>Durable when the task completes.</summary>
    public async Task Note(Caller by, CameraState state, ClipId clip, DateTimeOffset now)
    {
        var customer = PlacementRules.OwnerOfMedia(state);
        Access.Demand(by, Permission.ViewClips, customer, "camera", camera.Value);
        var id = IdOf(by.Account, clip, now);
        if (_noted.Contains(id))
            return;

        var entry = AuditLines.New(by, now, customer, AuditAction.ClipViewed, AuditSubject.Clip, clip.Value, state.Name, new AuditChange("camera", null, camera.Value));
        await timeline.Append([.. AuditLines.Of(entry with { Id = id, At = StartOf(now) })]);
        if (!_noted.Add(id))
            return;

        _order.Enqueue(id);
        if (_order.Count > Remembered)
            _noted.Remove(_order.Dequeue());
    }

    private static string IdOf(AccountId account, ClipId clip, DateTimeOffset now)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{account.Value}/{clip.Value}/{StartOf(now).ToUnixTimeSeconds()}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    /// <summary>The time must be the same in every copy of an entry (see <see cref="TimelineEntry"/>).</summary>
    private static DateTimeOffset StartOf(DateTimeOffset now) => new(now.UtcTicks - (now.UtcTicks % Span.Ticks), TimeSpan.Zero);
}
