using Mihari.Grains.Media;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Stills;

namespace Mihari.Grains.Stills;

/// <summary>One picture that a camera was asked for.</summary>
/// <param name="Id">The id of the command, and of the picture in its upload's address.</param>
/// <param name="Token">What that address carries.</param>
/// <param name="Key">Where its bytes go.</param>
/// <param name="AskedAt">When.</param>
internal sealed record StillRun(string Id, string Token, string Key, DateTimeOffset AskedAt)
{
    /// <summary>How long the camera may take; longer than anybody waits, as what comes late is good for the next.</summary>
    public static readonly TimeSpan Life = 2 * IStillGrain.Patience;

    /// <summary>The largest picture, in bytes.</summary>
    public const long MaxBytes = 2L * 1024 * 1024;

    private static readonly string[] Places = ["a", "b"];

    private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it has come, or is not on its way.</summary>
    public Task Came => _came.Task;

    private bool HasCome => Came.IsCompletedSuccessfully;

    /// <summary>
    /// The next one of a camera. Pictures take turns in two places, so that nothing is left over that nobody knows of, and the one that is shown
    /// stays until another one has come.
    /// </summary>
    public static StillRun Next(DeviceId camera, Still? shown, DateTimeOffset now)
    {
        var (first, second) = (KeyOf(camera, Places[0]), KeyOf(camera, Places[1]));
        return new StillRun(Guid.NewGuid().ToString("N"), MediaTokens.New(), shown?.Address.Key == first ? second : first, now);
    }

    /// <summary>Both places of a camera in the media store.</summary>
    public static IEnumerable<string> Keys(DeviceId camera) => Places.Select(place => KeyOf(camera, place));

    /// <summary>Whether nobody need wait for it any more.</summary>
    public bool IsOver(DateTimeOffset now) => Came.IsCompleted || AskedAt + IStillGrain.Patience <= now;

    /// <summary>The leave for its upload.</summary>
    public UploadAnswer Judge(string still, string token, DateTimeOffset now) =>
        still != Id || !MediaTokens.AreSame(Token, token) ? UploadAnswer.Refused
        : HasCome ? UploadAnswer.AlreadyThere
        : AskedAt + Life <= now ? UploadAnswer.Expired
        : UploadAnswer.Granted;

    /// <summary>Its bytes are there; false where they were before.</summary>
    public bool Complete() => _came.TrySetResult();

    /// <summary>The camera did not take the command.</summary>
    public void GiveUp() => _came.TrySetCanceled();

    private static string KeyOf(DeviceId camera, string place) => $"stills/{camera}/{place}.jpg";
}
