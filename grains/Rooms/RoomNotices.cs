using Mihari.Grains.Capture;
using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;

namespace Mihari.Grains.Rooms;

/// <summary>Tells what a room's sensors see to whom it concerns; where that is nobody, without asking each time.</summary>
internal sealed class RoomNotices(IGrainFactory grains, NobodyToTell nobody)
{
    private long _nobodyAsOf;

    /// <summary>Durable when the task completes.</summary>
    /// <param name="place">The room.</param>
    /// <param name="fired">What its sensor saw.</param>
    public Task Tell(CameraPlace place, CaptureTrigger fired)
    {
        // Before the question: what changes while it is answered is not in the answer.
        var asOf = nobody.AsOf;
        return fired.Told is not { } names || (asOf != NobodyToTell.Unknown && asOf == _nobodyAsOf) ? Task.CompletedTask : Tell(NoticeRules.Detected(place, fired, names), asOf);
    }

    private async Task Tell(Notice notice, long asOf)
    {
        var isAnybody = await grains.GetGrain<INoticeBoard>(notice.Place.Room.Value).Tell(notice);
        _nobodyAsOf = isAnybody ? NobodyToTell.Unknown : asOf;
    }
}
