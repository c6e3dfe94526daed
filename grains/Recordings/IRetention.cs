namespace Mihari.Grains.Recordings;

/// <summary>Lets what a camera recorded go when it is too old; key: the device id.</summary>
[Alias("Mihari.IRetention")]
public interface IRetention : IGrainWithStringKey
{
    /// <summary>
    /// Deletes a number of what is too old: event recordings with their video and picture, and the manifests of minutes that no card holds
    /// any more. True where there may be more. Repeating it, and a crash anywhere in it, do no harm: media go before their entry.
    /// </summary>
    [Alias("LetGo"), ResponseTimeout("00:05:00")]
    Task<bool> LetGo();
}
