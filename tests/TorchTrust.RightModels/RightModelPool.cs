using TorchTrust.RightModels.Adapters;
using TorchTrust.RightModels.Composite;
using TorchTrust.RightModels.Generative;
using TorchTrust.RightModels.Graphs;
using TorchTrust.RightModels.Numerics;
using TorchTrust.RightModels.Sequences;
using TorchTrust.RightModels.Vision;

namespace TorchTrust.RightModels;

/// <summary>All right models, in an order that stays as it is; new ones are added at the end of their area.</summary>
public static class RightModelPool
{
    /// <summary>
    /// The models; each must pass every check with its facts declared, and raise no error without them.
    /// </summary>
    public static IReadOnlyList<RightModel> All { get; } =
    [
        // Vision
        Mlp.Describe(),
        LeNet.Describe(),
        ResNet.Describe(),
        StochasticDepthNet.Describe(),
        UNet.Describe(),
        MobileNet.Describe(),
        GroupNormNet.Describe(),
        BatchNormNet.Describe(),
        VisionTransformer.Describe(),
        SiameseNet.Describe(),
        SuperResolution.Describe(),
        AllInPlace.Describe(),
        DropoutEverywhere.Describe(),
        PyramidDetector.Describe(),
        SpatialTransformer.Describe(),
        StyleTransfer.Describe(),
        OwnBatchNorm.Describe(),
        ResidualInPlace.Describe(),

        // Sequences
        LstmTimeFirst.Describe(),
        LstmBatchFirst.Describe(),
        GruClassifier.Describe(),
        BidirectionalTagger.Describe(),
        TransformerClassifier.Describe(),
        CausalDecoder.Describe(),
        RotaryAttention.Describe(),
        StatefulLstm.Describe(),
        TemporalConvNet.Describe(),
        EmbeddingBagClassifier.Describe(),
        AttentionSeq2Seq.Describe(),
        SpeechCtc.Describe(),
        DeepSets.Describe(),
        ValuesOnlyAttention.Describe(),
        PaddingByToken.Describe(),

        // Generative
        RecordVae.Describe(),
        DirichletVae.Describe(),
        GanPair.Describe(),
        MinibatchCritic.Describe(),
        CouplingFlow.Describe(),
        ActNormFlow.Describe(),
        DiffusionUNet.Describe(),
        VectorQuantizedVae.Describe(),
        MaskedAutoencoder.Describe(),
        MixtureDensityNet.Describe(),

        // Graphs
        MessagePassing.Describe(),
        GraphAttention.Describe(),
        TransductiveGcn.Describe(),

        // Adapters
        LoraClassifier.Describe(),
        WeightTiedLanguageModel.Describe(),
        TiedAutoencoder.Describe(),
        FrozenBackbone.Describe(),
        PromptTuning.Describe(),
        BootstrapPair.Describe(),
        SharedEmbeddingTranslator.Describe(),
        RepeatedLayer.Describe(),
        TiedByObject.Describe(),

        // Numerics
        PhysicsInformed.Describe(),
        ForceField.Describe(),
        CustomSwish.Describe(),
        GradientReversal.Describe(),
        FakeQuantization.Describe(),
        SpectralNormCritic.Describe(),
        FourierLayer.Describe(),
        ComplexInOut.Describe(),
        Float64Regression.Describe(),
        BFloat16Inside.Describe(),
        NeuralOde.Describe(),
        BayesianLinear.Describe(),
        MonteCarloDropout.Describe(),
        NoisyWeights.Describe(),
        CastingPolicy.Describe(),

        // Composite
        MultiTaskHeads.Describe(),
        TabularDictionary.Describe(),
        MixtureOfExperts.Describe(),
        ContrastivePair.Describe(),
        OperatorNet.Describe(),
        HyperNetwork.Describe(),
        PolynomialLists.Describe(),
        SingleParameter.Describe(),
        NoParameters.Describe(),
        VeryDeep.Describe(),
        VeryWide.Describe(),
        InputOfSizeOne.Describe(),
        IntegerOutput.Describe(),
        LabelAndScore.Describe(),
        MeanTeacher.Describe(),
        CheckpointedForecast.Describe(),
        AveragedWeights.Describe(),
        ProbabilityOutputs.Describe(),
        TargetNetwork.Describe(),
        SharedEncoder.Describe(),
    ];
}
