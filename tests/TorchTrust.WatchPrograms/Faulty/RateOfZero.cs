namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>The rate is zero.</summary>
internal static class RateOfZero
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), learningRate: 0); // fault
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(model.call(points), classes);
                loss.backward();
                optimizer.step();
            }

            Digits.Accuracy(model);
        }
    }
}
