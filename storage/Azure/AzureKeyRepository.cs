using System.Buffers;
using System.Xml.Linq;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Mihari.Storage.Azure;

/// <summary>
/// The web's data-protection keys in the container <c>{prefix}-keys</c>, a blob each, so that every web node reads the
/// cookies and tokens of the others. Whoever may read that container can sign in as anybody: it is not for sharing.
/// </summary>
public sealed class AzureKeyRepository : IXmlRepository
{
    private const int NameLength = 100;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly BlobContainerClient _keys;

    internal AzureKeyRepository(AzureClients azure) => _keys = azure.Keys;

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var elements = new List<XElement>();
        foreach (var blob in _keys.GetBlobs())
        {
            try
            {
                elements.Add(XElement.Parse(_keys.GetBlobClient(blob.Name).DownloadContent().Value.Content.ToString()));
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // Removed by an operator between the listing and the look.
            }
        }

        return elements;
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        // The framework's names are unique ("key-" and a GUID). A second attempt overwrites what a first has left behind.
        var name = friendlyName is { Length: >= 1 and <= NameLength } && !friendlyName.AsSpan().ContainsAnyExcept(NameCharacters)
            ? friendlyName
            : Guid.NewGuid().ToString("N");
        _keys.GetBlobClient(name + ".xml").Upload(BinaryData.FromString(element.ToString(SaveOptions.DisableFormatting)), overwrite: true);
    }
}
