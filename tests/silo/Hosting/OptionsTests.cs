using System.ComponentModel.DataAnnotations;
using Mihari.Silo.Gateway;
using Mihari.Silo.Hosting;

namespace Mihari.Tests.Silo.Hosting;

public sealed class OptionsTests
{
    [Theory]
    [InlineData(typeof(GatewayOptions))]
    [InlineData(typeof(SiloOptions))]
    public void Defaults_AreWithinTheirBounds(Type type)
    {
        var options = Activator.CreateInstance(type)!;

        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
    }
}
