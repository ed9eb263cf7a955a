#pragma once

#include <array>
#include <string_view>

/// Messages in the venue's shapes with values of our own; tests take them and change them, the fuzzer begins from them.
namespace alpha_pulse::exchanges::binance::frames {

inline constexpr std::string_view kAggTrade =
    R"({"e":"aggTrade","E":1730000000123,"s":"ETHUSDT","a":88001,"p":"2501.37","q":"0.750","nq":"0.750","f":91,"l":93,"T":1730000000120,"m":true,"st":1})";
inline constexpr std::string_view kTrade =
    R"({"e":"trade","E":1730000000123,"T":1730000000120,"s":"ETHUSDT","t":4411,"p":"2501.38","q":"0.010","X":"MARKET","m":false})";
inline constexpr std::string_view kBookTicker =
    R"({"e":"bookTicker","u":777001,"E":1730000000201,"T":1730000000200,"s":"ETHUSDT","ps":"ETHUSDT","b":"2501.36","B":"12.5","a":"2501.37","A":"3.25","st":1})";
inline constexpr std::string_view kSpotBookTicker =
    R"({"u":5001,"s":"ETHUSDT","b":"2501.10000000","B":"4.00000000","a":"2501.20000000","A":"5.50000000"})";
inline constexpr std::string_view kMark =
    R"({"e":"markPriceUpdate","E":1730000001000,"s":"ETHUSDT","p":"2501.41234567","ap":"2501.40000000","i":"2500.99000001","P":"2500.50000000","r":"-0.00012500","T":1730016000000,"st":1})";
inline constexpr std::string_view kKline =
    R"({"e":"kline","E":1730000040007,"s":"ETHUSDT","k":{"t":1729999980000,"T":1730000039999,"s":"ETHUSDT","i":"1m","f":100,"L":200,"o":"2500.10","c":"2501.20","h":"2502.30","l":"2499.40","v":"321.125","n":101,"x":true,"q":"803000.5","V":"160.5","Q":"401000.1","B":"0"}})";
inline constexpr std::string_view kDepth =
    R"({"e":"depthUpdate","E":1730000000301,"T":1730000000300,"s":"ETHUSDT","U":1001,"u":1009,"pu":1000,"b":[["2501.30","7.5"],["2501.20","0"]],"a":[["2501.50","1.125"]],"ps":"ETHUSDT","st":1})";
inline constexpr std::string_view kSpotDepth =
    R"({"e":"depthUpdate","E":1730000000301,"s":"ETHUSDT","U":1001,"u":1009,"b":[["2501.30","7.5"]],"a":[]})";
inline constexpr std::string_view kSpotPartialDepth =
    R"({"stream":"ethusdt@depth5","data":{"lastUpdateId":1009,"bids":[["2501.30","7.5"]],"asks":[["2501.50","1.125"]]}})";
inline constexpr std::string_view kSubscribed = R"({"result":null,"id":7})";

inline constexpr std::string_view kOrderUpdate =
    R"({"e":"ORDER_TRADE_UPDATE","E":1730000002002,"T":1730000002000,"o":{"s":"ETHUSDT","c":"h0000000100000011p2zz","S":"SELL","o":"LIMIT","f":"GTC","q":"1.500","p":"2510.00","ap":"2510.123456789","sp":"0","x":"TRADE","X":"PARTIALLY_FILLED","i":9007199254740995,"l":"0.500","z":"0.700","L":"2510.00","N":"USDT","n":"0.25100000","T":1730000002000,"t":9223372036854775807,"b":"0","a":"9.91","m":true,"R":false,"wt":"CONTRACT_PRICE","ot":"LIMIT","ps":"BOTH","cp":false,"pP":false,"si":0,"ss":0,"rp":"-1.75000000","V":"EXPIRE_MAKER","pm":"NONE","gtd":0,"er":"0"}})";
inline constexpr std::string_view kAlgoUpdate =
    R"({"e":"ALGO_UPDATE","T":1730000003000,"E":1730000003003,"o":{"caid":"hstop","aid":41,"at":"CONDITIONAL","o":"STOP_MARKET","s":"ETHUSDT","S":"BUY","ps":"BOTH","f":"GTC","q":"1.5","X":"TRIGGERED","ai":"9007199254740997","ap":"0.00000","aq":"0.00000","act":"MARKET","tp":"2600.5","p":"0","V":"EXPIRE_MAKER","wt":"MARK_PRICE","pm":"NONE","cp":false,"pP":false,"R":true,"tt":1730000003000,"gtd":0,"rm":"","ia":false}})";
inline constexpr std::string_view kAccountUpdate =
    R"({"e":"ACCOUNT_UPDATE","E":1730000004001,"T":1730000004000,"a":{"m":"FUNDING_FEE","S":"ETHUSDT","B":[{"a":"USDT","wb":"1234567890123.12345678","cw":"100.5","bc":"-0.125"}],"P":[{"s":"ETHUSDT","pa":"-1.5","ep":"2505.123456789","bep":"0","cr":"200","up":"-3.25","mt":"cross","iw":"0","ps":"BOTH"}]}})";
inline constexpr std::string_view kTradeLite =
    R"({"e":"TRADE_LITE","E":1730000002001,"T":1730000002000,"s":"ETHUSDT","q":"1.500","p":"2510.00","m":true,"c":"habc","S":"SELL","L":"2510.00","l":"0.500","t":55,"i":56})";
inline constexpr std::string_view kConfigUpdate =
    R"({"e":"ACCOUNT_CONFIG_UPDATE","E":1730000000000,"T":1730000000000,"ac":{"s":"ETHUSDT","l":7}})";
inline constexpr std::string_view kMarginCall =
    R"({"e":"MARGIN_CALL","E":1730000000000,"cw":"3.1","p":[{"s":"ETHUSDT","ps":"SHORT","pa":"-1.5","mt":"CROSSED","iw":"0","mp":"2600.1","up":"-7.5","mm":"1.6"}]})";
inline constexpr std::string_view kListenKeyExpired = R"({"e":"listenKeyExpired","E":1730000000009,"listenKey":"abc"})";
inline constexpr std::string_view kExecutionReport =
    R"({"subscriptionId":0,"event":{"e":"executionReport","E":1730000005001,"s":"ETHBTC","c":"hcancel","S":"BUY","o":"LIMIT","f":"GTC","q":"1.00000000","p":"0.03750000","P":"0.00000000","F":"0.00000000","g":-1,"C":"horder","x":"CANCELED","X":"CANCELED","r":"NONE","i":4293,"l":"0.00000000","z":"0.25000000","L":"0.00000000","n":"0","N":null,"T":1730000005000,"t":-1,"I":864,"w":true,"m":false,"M":false,"O":1730000004000,"Z":"0.00937500","Y":"0.00000000","Q":"0.00000000","V":"NONE"}})";
inline constexpr std::string_view kSpotBalances =
    R"({"subscriptionId":0,"event":{"e":"outboundAccountPosition","E":1730000005001,"u":1730000005000,"B":[{"a":"ETH","f":"10.5","l":"0.25"}]}})";
inline constexpr std::string_view kBalanceUpdate =
    R"({"subscriptionId":0,"event":{"e":"balanceUpdate","E":1730000005001,"a":"BTC","d":"-0.75000000","T":1730000005000}})";
inline constexpr std::string_view kTerminated =
    R"({"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":1730000005001}})";
inline constexpr std::string_view kShutdown = R"({"event":{"e":"serverShutdown","E":1730000005001}})";

inline constexpr std::array kMarketFrames{kAggTrade, kTrade, kBookTicker, kSpotBookTicker,   kMark,
                                          kKline,    kDepth, kSpotDepth,  kSpotPartialDepth, kSubscribed};
inline constexpr std::array kUserFrames{kOrderUpdate,  kAlgoUpdate,    kAccountUpdate,    kTradeLite,
                                        kConfigUpdate, kMarginCall,    kListenKeyExpired, kExecutionReport,
                                        kSpotBalances, kBalanceUpdate, kTerminated,       kShutdown};

inline constexpr std::string_view kAck =
    R"({"orderId":22542179,"symbol":"ETHUSDT","status":"NEW","clientOrderId":"habc","price":"2510.00","origQty":"1.5","executedQty":"0","cumQty":"0","timeInForce":"GTC","type":"LIMIT","reduceOnly":false,"closePosition":false,"side":"SELL","positionSide":"BOTH","stopPrice":"0","workingType":"CONTRACT_PRICE","priceProtect":false,"origType":"LIMIT","priceMatch":"NONE","selfTradePreventionMode":"EXPIRE_MAKER","goodTillDate":0,"updateTime":1730000000000})";
inline constexpr std::string_view kFullOrder =
    R"({"avgPrice":"2510.5","clientOrderId":"habc","cumQuote":"1757.35","executedQty":"0.7","orderId":22542179,"origQty":"1.5","origType":"LIMIT","price":"2510.00","reduceOnly":true,"side":"SELL","positionSide":"BOTH","status":"PARTIALLY_FILLED","stopPrice":"0","closePosition":false,"symbol":"ETHUSDT","time":1730000000000,"timeInForce":"GTC","type":"LIMIT","updateTime":1730000001000,"workingType":"CONTRACT_PRICE"})";
inline constexpr std::string_view kAlgoOrder =
    R"({"algoId":2146760,"clientAlgoId":"hstop","algoType":"CONDITIONAL","orderType":"STOP_MARKET","symbol":"ETHUSDT","side":"BUY","positionSide":"BOTH","timeInForce":"GTC","quantity":"1.5","algoStatus":"NEW","triggerPrice":"2600.5","price":"0","icebergQuantity":null,"selfTradePreventionMode":"EXPIRE_MAKER","workingType":"MARK_PRICE","priceMatch":"NONE","closePosition":false,"priceProtect":false,"reduceOnly":true,"activatePrice":"","callbackRate":"","createTime":1730000000000,"updateTime":1730000000001,"triggerTime":0,"goodTillDate":0,"actualOrderId":""})";
inline constexpr std::string_view kExchangeInfo =
    R"({"timezone":"UTC","serverTime":1730000000000,"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":2400},{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":300}],"exchangeFilters":[],"symbols":[{"symbol":"ODDUSDT","status":"NEWLY_INVENTED"},{"symbol":"ETHUSDT","pair":"ETHUSDT","contractType":"PERPETUAL","deliveryDate":4133404800000,"status":"TRADING","baseAsset":"ETH","quoteAsset":"USDT","marginAsset":"USDT","pricePrecision":2,"quantityPrecision":3,"triggerProtect":"0.0500","liquidationFee":"0.0125","marketTakeBound":"0.05","filters":[{"filterType":"PRICE_FILTER","minPrice":"39.86","maxPrice":"306177","tickSize":"0.01"},{"filterType":"LOT_SIZE","minQty":"0.001","maxQty":"10000","stepSize":"0.001"},{"filterType":"MARKET_LOT_SIZE","minQty":"0.001","maxQty":"2000","stepSize":"0.001"},{"filterType":"MAX_NUM_ORDERS","limit":200},{"filterType":"MIN_NOTIONAL","notional":"20"},{"filterType":"PERCENT_PRICE","multiplierUp":"1.0500","multiplierDown":"0.9500","multiplierDecimal":"4"}],"orderTypes":["LIMIT","MARKET","STOP_MARKET"],"timeInForce":["GTC","IOC","GTX"]}]})";
inline constexpr std::string_view kBrackets =
    R"([{"symbol":"ETHUSDT","notionalCoef":1.5,"brackets":[{"bracket":1,"initialLeverage":75,"notionalCap":10000,"notionalFloor":0,"maintMarginRatio":0.0065,"cum":0},{"bracket":2,"initialLeverage":50,"notionalCap":50000,"notionalFloor":10000,"maintMarginRatio":0.01,"cum":35.0}]}])";
inline constexpr std::string_view kPositions =
    R"([{"symbol":"ETHUSDT","positionSide":"BOTH","positionAmt":"-1.5","entryPrice":"2505.123456789","breakEvenPrice":"0.385077","markPrice":"2501.41047590","unRealizedProfit":"5.50000000","liquidationPrice":"9100.5","isolatedMargin":"0","notional":"-3752.1","marginAsset":"USDT","isolatedWallet":"0","initialMargin":"187.6","maintMargin":"24.39","adl":2,"updateTime":1730000000000}])";

inline constexpr std::array kReplyTexts{kAck, kFullOrder, kAlgoOrder, kExchangeInfo, kBrackets, kPositions};

}  // namespace alpha_pulse::exchanges::binance::frames
