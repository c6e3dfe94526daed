using Mihari.Storage;
using Mihari.Storage.Azure;

namespace Mihari.Tests.Storage.Azure;

public sealed class OptionsTests
{
    private const string Connection = "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0;EndpointSuffix=core.example";

    [Fact]
    public void Check_Defaults_AreAsDocumentedAndNeedAnAccount()
    {
        var options = new AzureStorageOptions();

        Assert.Equal(("mihari", TimeSpan.FromSeconds(10), 4, TimeSpan.FromMilliseconds(200)), (options.Prefix, options.AttemptTimeout, options.Retries, options.RetryPause));
        Refused(options, "AzureStorage:ConnectionString is missing", "AzureStorage:TableEndpoint", "AzureStorage:BlobEndpoint");
    }

    [Fact]
    public void Check_ConnectionStringAlone_IsTaken() => new AzureStorageOptions { ConnectionString = Connection }.Check();

    [Fact]
    public void Check_BothEndpoints_AreTaken() => Endpoints("https://a.table.example", "https://a.blob.example").Check();

    [Theory]
    [InlineData(null, "https://a.blob.example", "AzureStorage:TableEndpoint is missing")]
    [InlineData("https://a.table.example", null, "AzureStorage:BlobEndpoint is missing")]
    [InlineData("http://a.table.example", "https://a.blob.example", "AzureStorage:TableEndpoint must be")]
    [InlineData("https://a.table.example", "https://a.blob.example/?sig=s3cret", "AzureStorage:BlobEndpoint must be")]
    public void Check_EndpointsThatAreNone_NameTheKey(string? table, string? blob, string line) => Refused(Endpoints(table, blob), line);

    [Theory]
    [InlineData("nonsense-s3cret")]
    [InlineData("AccountName=a;AccountKey=s3cret")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=not base64 s3cret;EndpointSuffix=core.example")]
    public void Check_ConnectionStringThatIsNone_NamesTheKeyAndKeepsTheSecret(string connection) =>
        Refused(new AzureStorageOptions { ConnectionString = connection }, "AzureStorage:ConnectionString cannot be read");

    [Fact]
    public void Check_ConnectionStringAndEndpoint_AreOneTooMany()
    {
        var options = Endpoints(null, "https://a.blob.example");
        options.ConnectionString = Connection;

        Refused(options, "AzureStorage:ConnectionString and AzureStorage:BlobEndpoint are both set");
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("Mihari")]
    [InlineData("mi-hari")]
    [InlineData("abcdefghijklmnopqrstu")]
    public void Check_PrefixAgainstTheRule_NamesKeyAndValue(string prefix) =>
        Refused(new AzureStorageOptions { ConnectionString = Connection, Prefix = prefix }, $"AzureStorage:Prefix is '{prefix}'");

    [Theory]
    [InlineData(0, 4, 200, "AzureStorage:AttemptTimeout")]
    [InlineData(10, 21, 200, "AzureStorage:Retries")]
    [InlineData(10, 4, 0, "AzureStorage:RetryPause")]
    public void Check_NumberOutOfRange_NamesTheKey(int timeout, int retries, int pause, string key) => Refused(
        new AzureStorageOptions
        {
            ConnectionString = Connection,
            AttemptTimeout = TimeSpan.FromSeconds(timeout),
            Retries = retries,
            RetryPause = TimeSpan.FromMilliseconds(pause),
        },
        key);

    private static AzureStorageOptions Endpoints(string? table, string? blob) => new()
    {
        TableEndpoint = table is null ? null : new Uri(table),
        BlobEndpoint = blob is null ? null : new Uri(blob),
    };

    private static void Refused(AzureStorageOptions options, params string[] parts)
    {
        var refusal = Assert.Throws<StorageUnavailableException>(options.Check);

        Assert.All(parts, part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
