namespace Mihari.Media;

/// <summary>Where devices send their uploads.</summary>
public interface IUploadAddress
{
    /// <summary>The base of the upload URLs, ending in a slash; reachable for devices.</summary>
    Uri Base { get; }
}
