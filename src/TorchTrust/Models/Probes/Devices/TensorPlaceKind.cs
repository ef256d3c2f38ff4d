namespace TorchTrust.Models.Probes;

/// <summary>How a place holds its tensor.</summary>
internal enum TensorPlaceKind
{
    /// <summary>Registered as a parameter.</summary>
    Parameter,

    /// <summary>Registered as a buffer that is saved.</summary>
    Buffer,

    /// <summary>Registered as a buffer that is not saved, which TorchSharp 0.107 neither moves nor converts.</summary>
    TransientBuffer,

    /// <summary>The field of a module under whose name the module has registered something.</summary>
    RegisteredField,

    /// <summary>Any other field of a module, or an item of a collection in one.</summary>
    Field,
}
