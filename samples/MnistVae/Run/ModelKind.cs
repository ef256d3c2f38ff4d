namespace MnistVae.Run;

/// <summary>The models that the command line offers.</summary>
public enum ModelKind
{
    /// <summary><see cref="Models.MlpVae"/>.</summary>
    Mlp,

    /// <summary><see cref="Models.CnnVae"/>.</summary>
    Cnn,
}
