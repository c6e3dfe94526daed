using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Mihari.Silo.Notifications;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>RFC 8291.</summary>
public sealed class PushEncryptionTests
{
    private const string ServerPublic = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private const string ServerPrivate = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private const string BrowserPublic = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private const string BrowserPrivate = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    private const string Salt = "DGv6ra1nlYgDCS1FRnbzlw";
    private const string Auth = "BTBZMqHH6r4Tts7J_aSIgg";
    private const string Words = "When I grow up, I want to be a watermelon";
    private const string Encrypted =
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    [Fact]
    public void Encrypt_ExampleOfAppendixA_IsItsBody()
    {
        using var key = Key(ServerPublic, ServerPrivate);

        var body = PushEncryption.Encrypt(Encoding.UTF8.GetBytes(Words), Of(BrowserPublic), Of(Auth), Of(Salt), key);

        Assert.Equal(Encrypted, Base64Url.EncodeToString(body));
    }

    [Fact]
    public void Decrypt_ExampleOfAppendixA_IsReadByTheTestsBrowser()
    {
        using var browser = new TestBrowser(Key(BrowserPublic, BrowserPrivate), Of(Auth));

        Assert.Equal(Words, Encoding.UTF8.GetString(browser.Decrypt(Of(Encrypted))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3000)]
    [InlineData(4096 - 17)]
    public void Encrypt_AnyLength_IsReadByTheBrowserAndNeverTheSame(int length)
    {
        using var browser = new TestBrowser();
        var payload = RandomNumberGenerator.GetBytes(length);
        if (length > 0)
            payload[^1] = 7;
        var auth = Of(browser.Subscribe(new Uri("https://push.example/")).Auth);

        var (first, second) = (PushEncryption.Encrypt(payload, browser.PublicKey, auth), PushEncryption.Encrypt(payload, browser.PublicKey, auth));

        Assert.Equal(payload, browser.Decrypt(first));
        Assert.Equal(payload, browser.Decrypt(second));
        Assert.NotEqual(first[..86], second[..86]);
    }

    [Fact]
    public void Encrypt_PointThatIsNotOnTheCurve_IsRefused()
    {
        var point = Of(BrowserPublic);
        point[^1] ^= 1;

        Assert.ThrowsAny<CryptographicException>(() => PushEncryption.Encrypt([1], point, Of(Auth)));
    }

    private static byte[] Of(string text) => Base64Url.DecodeFromChars(text);

    private static ECDiffieHellman Key(string point, string secret) => ECDiffieHellman.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Of(point)[1..33], Y = Of(point)[33..] },
        D = Of(secret),
    });
}
